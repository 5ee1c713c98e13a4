// The page reads well without this: it moves a line along the last picture while it plays.
const player = document.getElementById("player");
const line = document.getElementById("playhead");
const start = Number(line.dataset.start), perSecond = Number(line.dataset.perSecond);
const show = () => {
  line.hidden = false;
  line.style.left = `${start + player.currentTime * perSecond}%`;
  if (!player.paused) requestAnimationFrame(show);
};
player.addEventListener("play", show);
player.addEventListener("seeked", show);
const picture = line.parentElement;
picture.style.cursor = "pointer";
picture.addEventListener("click", (event) => {
  const box = picture.getBoundingClientRect();
  const share = 100 * (event.clientX - box.left) / box.width;
  player.currentTime = Math.min(Math.max((share - start) / perSecond, 0), player.duration || 0);
});
