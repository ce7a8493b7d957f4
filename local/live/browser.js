// The script of the /_local page. It makes the form take dropped files, follows each upload, and keeps the board new.
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId('drop');
  const where = byId('where');
  const picker = byId('file');
  const board = byId('board');
  const followed = byId('followed');
  /** Key of an upload to the list item that tells of it. */
  const items = new Map();

  // The script puts folder and name together itself, for each of several files.
  where.value = '';
  where.placeholder = 'news';
  byId('where-label').textContent = 'Section, a folder (optional)';
  byId('drop-heading').textContent = 'Drop an article anywhere on this page';
  byId('where-hint').textContent =
    'Or choose files: Markdown, HTML, text, Word, JSON, XML; pictures to show in articles too.';
  picker.multiple = true;

  function show(item, kind, name, label, detail, link) {
    const strong = document.createElement('b');
    strong.textContent = label;
    item.className = kind;
    item.replaceChildren(`${name}: `, strong, detail ? ` ${detail} ` : ' ');
    if (link) {
      const anchor = document.createElement('a');
      anchor.href = link.url;
      anchor.textContent = link.title;
      anchor.dir = 'auto';
      item.append(anchor);
    }
  }

  /** Tells people who don't see the list. */
  function say(text) {
    byId('said').textContent = text;
  }

  async function permitFor(file) {
    const response = await fetch('/_local/uploads', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: file.name, folder: where.value, type: file.type, bytes: file.size }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    return answer;
  }

  async function send(file, { url, fields }) {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    data.append('file', file);
    const response = await fetch(url, { method: 'POST', body: data });
    if (response.ok) return;
    const text = await response.text();
    throw new Error(/<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? `S3 answered ${response.status}.`);
  }

  async function upload(file) {
    const item = document.createElement('li');
    followed.prepend(item);
    followed.hidden = false;
    show(item, 'uploading', file.name, 'Uploading');
    try {
      const permit = await permitFor(file);
      items.set(permit.key, item);
      await send(file, permit);
      // The outcome may have come before the answer to the upload.
      if (!item.classList.contains('uploading')) return;
      show(item, 'waiting', permit.key, 'On its way');
      say(`${permit.key} is on its way.`);
    } catch (error) {
      const reason = error instanceof TypeError ? 'The file could not be read or sent.' : error.message;
      show(item, 'failed', file.name, 'Not uploaded.', reason);
      say(`${file.name} was not uploaded. ${reason}`);
    }
  }

  async function uploadAll(files) {
    for (const file of files) await upload(file);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const files = [...picker.files];
    picker.value = '';
    uploadAll(files);
  });

  const holdsFiles = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    form.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) form.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.classList.remove('over');
    uploadAll([...event.dataTransfer.files]);
  });

  const connection = byId('connection');
  const events = new EventSource('/_local/events');
  events.addEventListener('open', () => {
    connection.textContent = 'Connected: this page shows what happens as it happens.';
  });
  events.addEventListener('error', () => {
    connection.textContent = 'The local run does not answer. Trying again.';
  });
  events.addEventListener('board', (event) => {
    const address = board.contains(document.activeElement) && document.activeElement.getAttribute('href');
    // Markup from our own server, with everything foreign escaped; the policy lets no script in it run.
    board.innerHTML = JSON.parse(event.data);
    if (address) board.querySelector(`a[href="${CSS.escape(address)}"]`)?.focus();
  });
  events.addEventListener('outcome', (event) => {
    const { key, kind, label, detail, link } = JSON.parse(event.data);
    const item = items.get(key);
    if (!item) return;
    show(item, kind, key, label, detail, link);
    say(`${key}: ${label}. ${detail || link?.title || ''}`);
  });
})();
