// Works beside the pages of the site. FACTS stands before this text.
// With a network every page comes from the network; a copy is shown only when there is none, and says so.
// Urgent notices (/-/urgent), answers with a query, and what the server forbids to keep never become copies.
const ESSENTIAL = "essential"; // fetched ahead, and pages of the app
const SEEN = "seen"; // other pages that were read
const FILES = "files"; // styles, scripts, pictures
const MOST = { [ESSENTIAL]: 200, [SEEN]: 60, [FILES]: 150 };
const RECENT_MS = 10 * 60_000; // such a copy is not fetched ahead anew
const HASHED = /^\/static\/.*\.[0-9a-f]{8,}\./;

self.addEventListener("install", (event) => {
  event.waitUntil(keep(FACTS.essential).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepOld(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method === "POST" && origin === self.location.origin && pathname === FACTS.shared) return event.respondWith(taken(request));
  if (request.method !== "GET" || origin !== self.location.origin || request.headers.has("range")) return;
  if (HASHED.test(pathname)) event.respondWith(firstKept(event));
  else if (request.mode === "navigate" || pathname.startsWith("/ung-dung/")) event.respondWith(firstFresh(event, toldAsCopy));
  else if (/^\/(static|media)\//.test(pathname)) event.respondWith(firstFresh(event, (copy) => copy ?? Response.error()));
});

async function keep(addresses) {
  await Promise.all(addresses.map(async (address) => {
    const request = new Request(address, { cache: "no-cache" });
    await put(request, await fetch(request));
  }));
}

async function keepOld(addresses) {
  const isOld = await Promise.all(addresses.map(async (address) => {
    const at = (await copyOf(address))?.headers.get("date") ?? 0;
    return Date.now() - new Date(at) > RECENT_MS;
  }));
  await keep(addresses.filter((_address, number) => isOld[number]));
}

function shelfOf({ pathname }) {
  if (/^\/(static|media)\//.test(pathname)) return FILES;
  return pathname.startsWith("/ung-dung/") ? ESSENTIAL : SEEN;
}

async function put(request, answer) {
  const address = new URL(request.url);
  const forbids = /no-store|private/.test(answer.headers.get("cache-control") ?? "");
  if (!answer.ok || answer.redirected || forbids || address.search) return;
  const name = shelfOf(address);
  const shelf = await caches.open(name);
  await shelf.delete(request); // so that it stands last, as the newest
  await shelf.put(request, answer.clone());
  const kept = await shelf.keys();
  const old = kept.filter(({ url }) => !FACTS.essential.includes(new URL(url).pathname));
  await Promise.all(old.slice(0, Math.max(0, kept.length - MOST[name])).map((each) => shelf.delete(each)));
}

const copyOf = (request) => caches.match(request, { ignoreVary: true });

async function firstKept(event) {
  const copy = await copyOf(event.request);
  return copy ?? fresh(event);
}

async function firstFresh(event, otherwise) {
  try {
    return await fresh(event);
  } catch {
    return otherwise(await copyOf(event.request));
  }
}

async function fresh(event) {
  const answer = await fetch(event.request);
  event.waitUntil(put(event.request, answer.clone()));
  return answer;
}

// the copy of a page with the time at which it was kept; without one, the page that says that there is no network
async function toldAsCopy(copy) {
  if (!copy) return (await copyOf(FACTS.offline)) ?? Response.error();
  const at = new Date(copy.headers.get("date") ?? Date.now());
  const when = at.toLocaleString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", timeStyle: "short", dateStyle: "short" });
  const note = `<p class="saved-copy" role="status">${FACTS.saved.replace("%s", when)}</p>`;
  const page = (await copy.text()).replace(/<main[^>]*>/, (main) => main + note);
  const headers = new Headers(copy.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(page, { status: copy.status, headers });
}

// What another app shares becomes a draft on this phone (see ui/js/drafts.js); nothing of it goes to the server.
async function taken(request) {
  const given = await request.formData();
  const text = ["ten", "noi-dung", "dia-chi"].map((name) => given.get(name)).filter(Boolean).join(" ");
  const files = given.getAll("tep").slice(0, 5).map((file) => ["tep", file]);
  const draft = { uid: crypto.randomUUID(), owner: "cong-dan", at: Date.now(), page: "", title: text, values: [["noi_dung", text]], files };
  await stored(draft);
  return Response.redirect(`${FACTS.shared}?ban-nhap=${draft.uid}`, 303);
}

function stored(draft) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("tin-gui", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "uid" });
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const transaction = asked.result.transaction("drafts", "readwrite");
      transaction.objectStore("drafts").put(draft);
      transaction.onabort = () => reject(transaction.error);
      transaction.oncomplete = () => { asked.result.close(); resolve(); };
    };
  });
}

// Browsers stop delivering to who receives a message and shows nothing, so something is always shown.
self.addEventListener("push", (event) => {
  const { title, body, tag, lang, dir, navigate } = messageIn(event.data);
  event.waitUntil(self.registration.showNotification(title || FACTS.message, {
    body, tag, lang: lang ?? "vi", dir: dir ?? "auto", icon: FACTS.icon, data: { navigate },
  }));
});

function messageIn(data) {
  try {
    return data.json().notification ?? {};
  } catch {
    return { body: data?.text() };
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(new URL(event.notification.data?.navigate ?? FACTS.home, self.location.origin).href));
});

async function show(address) {
  const windows = await self.clients.matchAll({ type: "window" });
  const open = windows.find(({ url }) => url === address);
  return open ? open.focus() : self.clients.openWindow(address);
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(moved(event)));

async function moved({ oldSubscription, newSubscription }) {
  const options = oldSubscription?.options;
  const subscription = newSubscription ?? (options && (await self.registration.pushManager.subscribe(options)));
  if (!subscription) return;
  await fetch(FACTS.push, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ subscription, old_endpoint: oldSubscription?.endpoint }),
  });
}
