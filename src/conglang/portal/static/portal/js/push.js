// Offers notices on this phone, once the reader has done something that makes them useful.
const WAIT_MS = 20_000; // a browser that cannot reach its push service never answers
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const inTime = (promise) => Promise.race([
  promise,
  new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("late")), WAIT_MS); }),
]);

export function offer(place, act = follow) {
  if (!("PushManager" in globalThis && "Notification" in globalThis)) return;
  const button = place.querySelector("button");
  const said = place.querySelector("[data-said]");
  place.hidden = false;
  button.onclick = async () => {
    button.disabled = true;
    try {
      const allowed = (await Notification.requestPermission()) === "granted";
      if (allowed) await act(place.dataset.push);
      said.textContent = allowed ? place.dataset.done : place.dataset.refused;
    } catch {
      said.textContent = place.dataset.failed;
    }
    button.disabled = false;
  };
}

// tells the server all communes chosen on this phone, each with the kinds of notices that it offers
export async function follow(address) {
  const { key, units } = await told(address);
  const kept = JSON.parse(localStorage.getItem("communes")) ?? [];
  const follows = await Promise.all(units.filter(({ code }) => kept.some((each) => each.code === code)).map(async ({ code, about }) => {
    const { topics } = await told(about);
    const { hamlet, topics: wanted } = kept.find((each) => each.code === code);
    const keys = topics.map((each) => each.key);
    const fitting = keys.filter((each) => wanted.includes(each));
    return { unit: code, topics: fitting.length ? fitting : keys, hamlet: hamlet ? Number(hamlet) : null };
  }));
  await post(address, { subscription: await subscribed(key), follows });
}

// tells the server the codes of one's own matters, and no other codes any more
export async function followMatters(address, codes) {
  const { key } = await told(address);
  await post(`${address}ma/`, { subscription: await subscribed(key), codes });
}

async function subscribed(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  return (await pushManager.getSubscription())
    ?? inTime(pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }));
}

async function post(address, given) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(given),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function told(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
