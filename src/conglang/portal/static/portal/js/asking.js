// Shows what is known already of a question while it is being typed. Nothing is kept, neither here nor there.
const WAIT_MS = 600;
const LEAST_LETTERS = 8;

const place = document.querySelector("[data-suggestions]");
const field = place?.closest("form")?.querySelector("textarea");
let timer;
let asked;
let last = "";

async function offer() {
  const text = field.value.trim();
  if (text.length < LEAST_LETTERS || text === last) return;
  last = text;
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${place.dataset.suggestions}?q=${encodeURIComponent(text.slice(0, 200))}`, { signal: asked.signal });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // no net, or more was typed meanwhile: the next page shows the same
  }
}
field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(offer, WAIT_MS);
});
