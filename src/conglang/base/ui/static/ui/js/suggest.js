// Offers titles below an input with data-suggest (an address that answers {suggestions: [{title, url}]}).
// Nothing is kept, neither here nor there; a title that was chosen leads to its page.
const WAIT_MS = 200;
const LEAST_LETTERS = 2;

function offer(input) {
  if (input.list) return;
  const list = document.createElement("datalist");
  list.id = `${input.id}-titles`;
  input.after(list);
  input.setAttribute("list", list.id);
  const urls = new Map();
  let timer;
  let asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`, { signal: asked.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      suggestions.forEach(({ title, url }) => urls.set(title, url));
      list.replaceChildren(...suggestions.map(({ title }) => new Option("", title)));
    } catch {
      // no net, or more was typed meanwhile: the form works without
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const url = urls.get(input.value);
    if (url) location.assign(url);
    else if (input.value.trim().length >= LEAST_LETTERS) timer = setTimeout(ask, WAIT_MS);
  });
}
document.querySelectorAll("input[data-suggest]").forEach(offer);
