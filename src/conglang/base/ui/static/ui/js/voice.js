// Records a voice memo into the file field named by data-voice; hidden where the browser cannot.
const box = document.querySelector("[data-voice]");
const MOST_MS = 10 * 60 * 1000;
// what every phone plays comes first
const TYPES = [["audio/mp4", "m4a"], ["audio/webm", "webm"], ["audio/ogg", "ogg"]];

function wire(field) {
  const button = box.querySelector("[data-record]"), words = button.querySelector("[data-start]");
  const time = box.querySelector("[data-time]");
  const [type, ending] = TYPES.find(([each]) => MediaRecorder.isTypeSupported(each)) ?? ["", "webm"];
  let recorder, ticking;

  function keep(parts, began) {
    const files = new DataTransfer();
    const name = `ghi-am-${new Date(began).toTimeString().slice(0, 5).replace(":", "h")}.${ending}`;
    files.items.add(new File(parts, name, { type }));
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts = [], began = Date.now();
    recorder = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 48000 } : {});
    recorder.addEventListener("dataavailable", ({ data }) => { if (data.size) parts.push(data); });
    recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      stream.getTracks().forEach((track) => track.stop());
      keep(parts, began);
      button.removeAttribute("data-recording");
      words.textContent = words.dataset.start;
    });
    recorder.start();
    button.setAttribute("data-recording", "");
    words.textContent = words.dataset.stop;
    ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (Date.now() - began > MOST_MS) recorder.stop();
    }, 1000);
  }

  button.addEventListener("click", () => {
    if (recorder?.state === "recording") recorder.stop();
    else start().catch(() => { time.textContent = box.dataset.refused; });
  });
  box.hidden = false;
}

const field = box && document.getElementById(box.dataset.voice);
if (field && navigator.mediaDevices?.getUserMedia && window.MediaRecorder) wire(field);
