// Asks data-progress (JSON: done, total, note, finished, failed, next_url) and moves the bar; slows down when nothing answers.
const FAST_MS = 1500;
const SLOW_MS = 15000;
const number = new Intl.NumberFormat("vi-VN");

function follow(box) {
  const bar = box.querySelector("progress");
  const count = box.querySelector("[data-count]");
  const note = box.querySelector("[data-note]");
  let wait = FAST_MS;
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const state = await answer.json();
      wait = FAST_MS;
      bar.max = state.total || 1;
      bar.value = state.done;
      count.textContent = `${number.format(state.done)}/${number.format(state.total)}`;
      if (note.textContent !== (state.note ?? "")) note.textContent = state.note ?? "";
      box.toggleAttribute("data-failed", Boolean(state.failed));
      if (state.finished && state.next_url) location.assign(state.next_url);
      if (state.finished || state.failed) return;
    } catch {
      wait = Math.min(wait * 2, SLOW_MS);
      note.textContent = box.dataset.lost;
    }
    setTimeout(ask, wait);
  };
  ask();
}
document.querySelectorAll("[data-progress]").forEach(follow);
