// Reads the page aloud with a voice of the device, one sentence after the other, and marks the one that is read.
// Reading on after a pause begins the sentence anew, because few phones can really pause.
const BLOCKS = "h1, h2, h3, p, li, figcaption, th, td, dt, dd, caption";
const SKIPPED = ".no-print, .visually-hidden, .attachment-size, summary";
const MARK = "read-aloud";
const VOICES_MS = 3000;
const synth = window.speechSynthesis;

const isShown = (node) => node.checkVisibility?.() ?? node.offsetParent !== null;

function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(BLOCKS) === block && !node.parentElement.closest(SKIPPED)) found.push(node);
  }
  return found;
}

function parts(text, lang) {
  if (globalThis.Intl?.Segmenter) return [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)];
  return [...text.matchAll(/[^.!?…]+[.!?…]*\s*/g)].map(({ 0: segment, index }) => ({ segment, index }));
}

function place(nodes, offset) {
  for (const node of nodes) {
    if (offset <= node.length) return [node, offset];
    offset -= node.length;
  }
  const last = nodes.at(-1);
  return [last, last.length];
}

function sentences(root, lang) {
  const found = [];
  for (const block of root.querySelectorAll(BLOCKS)) {
    const isRead = isShown(block) && block.closest("[lang]").lang === lang; // no voice speaks two languages well
    const nodes = isRead ? textNodes(block) : [];
    for (const { segment, index } of parts(nodes.map((node) => node.data).join(""), lang)) {
      if (!/[\p{L}\p{N}]/u.test(segment)) continue;
      const range = document.createRange();
      range.setStart(...place(nodes, index + segment.length - segment.trimStart().length));
      range.setEnd(...place(nodes, index + segment.trimEnd().length));
      found.push({ text: segment.trim(), range, block });
    }
  }
  return found;
}

function mark(sentence) {
  if (globalThis.CSS?.highlights) {
    CSS.highlights.delete(MARK);
    if (sentence) CSS.highlights.set(MARK, new Highlight(sentence.range));
  } else {
    document.querySelectorAll("[data-reading]").forEach((block) => block.removeAttribute("data-reading"));
    sentence?.block.setAttribute("data-reading", "");
  }
  sentence?.block.scrollIntoView({ block: "nearest" });
}

const voiceFor = (lang) => {
  const fitting = synth.getVoices().filter((voice) => voice.lang.toLowerCase().replace("_", "-").split("-")[0] === lang);
  return fitting.find((voice) => voice.localService) ?? fitting[0];
};

async function voice(lang) {
  if (!synth) return undefined;
  if (!voiceFor(lang)) {
    // some browsers load their voices only when they are asked for them
    await new Promise((done) => {
      synth.addEventListener?.("voiceschanged", done, { once: true });
      setTimeout(done, VOICES_MS);
    });
  }
  return voiceFor(lang);
}

class Reader {
  constructor(box, chosen) {
    this.voice = chosen;
    this.list = sentences(box.parentElement, box.dataset.listen);
    this.at = 0;
    this.isReading = false;
    this.turn = 0; // an utterance that was cancelled ends too, and may not lead on to the next one
    this.play = box.querySelector("[data-listen-play]");
    this.stopper = box.querySelector("[data-listen-stop]");
    this.status = box.querySelector("[data-listen-status]");
    this.play.addEventListener("click", () => (this.isReading ? this.pause() : this.read()));
    this.stopper.addEventListener("click", () => this.stop());
    addEventListener("pagehide", () => synth.cancel());
  }

  read() {
    const sentence = this.list[this.at];
    if (!sentence) { this.stop(this.status.dataset.end); return; }
    const turn = ++this.turn;
    const words = new SpeechSynthesisUtterance(sentence.text);
    words.voice = this.voice;
    words.lang = this.voice.lang;
    words.onend = () => {
      if (turn !== this.turn) return;
      this.at += 1;
      this.read();
    };
    words.onerror = () => { if (turn === this.turn) this.pause(); };
    mark(sentence);
    this.isReading = true;
    this.show(this.status.dataset.at.replace("{number}", this.at + 1).replace("{total}", this.list.length));
    synth.speak(words);
  }

  pause() {
    this.turn += 1;
    this.isReading = false;
    synth.cancel();
    this.show();
  }

  stop(text = "") {
    this.pause();
    this.at = 0;
    mark(null);
    this.show(text);
  }

  show(text) {
    const { play, pause, resume } = this.play.dataset;
    this.play.querySelector("span").textContent = this.isReading ? pause : this.at ? resume : play;
    this.stopper.disabled = !this.isReading && !this.at;
    if (text !== undefined) this.status.textContent = text;
  }
}

async function start(box) {
  const chosen = await voice(box.dataset.listen);
  if (!chosen) return; // the words that tell how to get one stay
  box.querySelector("[data-listen-without]").hidden = true;
  box.querySelector("[data-listen-controls]").hidden = false;
  new Reader(box, chosen);
}
document.querySelectorAll("[data-listen]").forEach(start);
