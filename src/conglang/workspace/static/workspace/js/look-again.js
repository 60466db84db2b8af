// Fetches the page again every data-look-again seconds and shows what changed in that element, until it is gone.
const wait = (box) => setTimeout(() => look(box), Number(box.dataset.lookAgain) * 1000);

async function look(box) {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-look-again]");
    if (!fresh) return location.reload();
    fresh.querySelector("input[name=csrfmiddlewaretoken]").value = box.querySelector("input[name=csrfmiddlewaretoken]").value;
    // only when something is new: whoever reads or has the focus on a button is not disturbed
    if (fresh.innerHTML !== box.innerHTML) box.innerHTML = fresh.innerHTML;
  } catch { /* no connection: the next look may have one */ }
  wait(box);
}
document.querySelectorAll("[data-look-again]").forEach(wait);
