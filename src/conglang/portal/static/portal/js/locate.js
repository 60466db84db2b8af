// Fills in where the phone is when its owner asks for it, and never before.
const NEAR_DEGREES = 0.05; // about 5 km; whoever is farther away is in no hamlet of this commune
const box = document.querySelector("[data-locate]");
const said = box?.querySelector("[role=status]");

if (box && navigator.geolocation) {
  const { vi_do: lat, kinh_do: lon } = box.closest("form").elements;
  box.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      lat.value = coords.latitude.toFixed(5);
      lon.value = coords.longitude.toFixed(5);
      const nearest = offer(coords);
      said.textContent = nearest ? `${said.dataset.done} ${said.dataset.nearest} ${nearest}` : said.dataset.done;
      lat.dispatchEvent(new Event("change", { bubbles: true }));
    }, () => { said.textContent = said.dataset.failed; }, { enableHighAccuracy: true, timeout: 20000 });
  });
  box.hidden = false;
}

// Chooses the hamlet whose point is nearest, unless one is chosen already; gives its name.
function offer({ latitude, longitude }) {
  const select = box.closest("form").elements.thon;
  if (!select || select.value) return "";
  const squeeze = Math.cos((latitude * Math.PI) / 180);
  const far = ({ dataset }) => Math.hypot(dataset.lat - latitude, (dataset.lon - longitude) * squeeze);
  const [first] = [...select.options].filter(({ dataset }) => dataset.lat).sort((a, b) => far(a) - far(b));
  if (!first || far(first) > NEAR_DEGREES) return "";
  select.value = first.value;
  return first.text;
}
