// Fills in where the phone is when its owner asks for it, and never before.
const box = document.querySelector("[data-locate]");
const said = box?.querySelector("[role=status]");

if (box && navigator.geolocation) {
  const { vi_do: lat, kinh_do: lon } = box.closest("form").elements;
  box.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      lat.value = coords.latitude.toFixed(5);
      lon.value = coords.longitude.toFixed(5);
      said.textContent = said.dataset.done;
      lat.dispatchEvent(new Event("change", { bubbles: true }));
    }, () => { said.textContent = said.dataset.failed; }, { enableHighAccuracy: true, timeout: 20000 });
  });
  box.hidden = false;
}
