// The browser inside WeChat keeps no files: whoever presses a link to one is told how
// to open the page outside, once; pressed again it goes its way.
const kept = (path) => /\.(pdf|docx|xlsx|zip)$/.test(path) || /^\/files\/[^/]+$/.test(path);
const en = document.documentElement.lang === 'en';

function tell() {
  if (document.querySelector('.outside')) return;
  const bar = document.createElement('p');
  bar.className = 'outside';
  bar.setAttribute('role', 'alert');
  bar.textContent = en
    ? 'WeChat cannot keep files: press ··· in the upper right corner, choose “Open in browser”, and sign in there.'
    : '微信里不能保存文件：点右上角 ···，选“在浏览器打开”，登录后再下载。';
  document.body.append(bar);
}

if (/MicroMessenger/i.test(navigator.userAgent)) {
  document.addEventListener('click', (ev) => {
    const a = ev.target.closest('a[href]');
    const shown = a && (a.dataset.view || a.dataset.why) && document.querySelector('[data-viewer]');
    if (!a || shown || a.dataset.told || !kept(new URL(a.href, location.href).pathname)) return;
    ev.preventDefault();
    a.dataset.told = 'yes';
    tell();
  });
}
