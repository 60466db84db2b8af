// Words marked in a text go into the field that its data-quotable names.
const MOST = 300;

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection?.toString().trim();
  const text = selection?.anchorNode?.parentElement?.closest("[data-quotable]");
  if (words && text?.contains(selection.focusNode)) {
    document.querySelector(text.dataset.quotable).value = words.slice(0, MOST);
  }
});
