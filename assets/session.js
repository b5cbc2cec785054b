// Time on a shared computer: what the page does before, at and after the end of a session; and the security code
// asked for on the page where one is. The server holds to the same times by itself.

const dialog = document.querySelector('dialog[data-idle]')
const question = document.querySelector('dialog[data-code]')
const { out, keepAt, state } = dialog.dataset
const idle = Number(dialog.dataset.idle) * 1000
const channel = new BroadcastChannel('school')
const tokenOf = form => form.elements.csrfmiddlewaretoken
let token = tokenOf(question.querySelector('form')).value
let last = Date.now(), pinged = last, pending, over = false
let shownUntil = 0

const clockWords = at => new Date(at).toLocaleTimeString('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true }).replace(' ', '')

// What was typed and is not saved yet: form by form, without passwords, codes and files.
const SECRET = /^(csrfmiddlewaretoken|password|oldpassword|code|credential|passphrase)/
function typedForms () {
  const found = []
  const again = document.querySelector('.govuk-error-summary')
  if (location.pathname.startsWith('/account/')) return found
  for (const form of document.querySelectorAll('main form[method=post]')) {
    if (form.closest('[data-kept-text]')) continue
    if (form.matches('[data-autosave]') ? !form.dataset.unsaved : !again && ![...form.elements].some(changed)) continue
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && !SECRET.test(name)) body.append(name, value)
    }
    body.append('to', new URL(form.action || location.href, location.href).pathname)
    found.push(body)
  }
  return found
}
function changed (control) {
  if (control.type === 'hidden' || control.type === 'file' || control.type === 'password') return false
  if (control.type === 'radio' || control.type === 'checkbox') return control.checked !== control.defaultChecked
  if (control.tagName === 'SELECT') return [...control.options].some(one => one.selected !== one.defaultSelected) && control.selectedIndex > 0
  return 'defaultValue' in control && control.value !== control.defaultValue
}

// The end: the content goes at once, then what was typed is sent to be kept, then the page leaves.
async function finish () {
  if (over) return
  over = true
  const texts = typedForms()
  const cover = document.createElement('main')
  cover.className = 'app-cover'
  const words = document.createElement('p')
  words.className = 'govuk-body'
  words.textContent = 'Screen hidden'
  cover.append(words)
  document.body.replaceChildren(cover)
  document.title = 'School'
  channel.postMessage({ out: true })
  if (!texts.length) texts.push(new URLSearchParams())
  const since = Date.now()
  let lost = false
  for (const body of texts) {
    body.append('csrfmiddlewaretoken', token)
    for (;;) {
      try {
        const response = await fetch(keepAt, { method: 'POST', body, redirect: 'manual' })
        if (response.ok) break
        if (response.status >= 400 && response.status < 500) { lost = body.has('to'); break }
      } catch { /* tried again */ }
      if (Date.now() - since > 600000) { lost = body.has('to'); break }
      await new Promise(resolve => setTimeout(resolve, 10000))
    }
  }
  location.replace(`${out}?next=${encodeURIComponent(location.pathname)}${lost ? '&lost=1' : ''}`)
}

// Clocks are compared every second, and before anything is painted when the page comes back into view.
const said = dialog.querySelector('[data-idle-said]')
let spoken = 0
function check () {
  if (over) return
  const left = last + idle - Date.now()
  if (left <= 0) return void finish()
  if (left > 120000) {
    if (dialog.open) dialog.close()
    spoken = 0
    return
  }
  if (!dialog.open && dialog.isConnected) {
    const form = document.querySelector('main form[method=post]')
    dialog.querySelector('[data-idle-saved]').textContent = form?.matches('[data-autosave]')
      ? 'What you have written is saved.'
      : typedForms().length ? 'What you have typed will be kept for you.' : ''
    dialog.showModal()
  }
  const step = [20, 60, 120].find(one => left <= one * 1000)
  if (step !== spoken) {
    spoken = step
    const words = `You will be signed out in ${step < 60 ? '20 seconds' : step === 60 ? '1 minute' : '2 minutes'}`
    said.textContent = `${words}.`
    document.getElementById('idle-title').textContent = words
  }
}
setInterval(check, 1000)
for (const name of ['pageshow', 'focus', 'resume']) addEventListener(name, check)
document.addEventListener('visibilitychange', check)
document.addEventListener('resume', check)
addEventListener('pageshow', event => { if (event.persisted) ping() })

// Doing something counts in all tabs and, within a minute, for the server.
function act () {
  if (over || dialog.open) return
  check()
  if (over) return
  last = Date.now()
  channel.postMessage({ active: last })
  pending ??= setTimeout(ping, Math.max(0, 60000 - (last - pinged)))
}
async function ping () {
  clearTimeout(pending)
  pending = undefined
  pinged = Date.now()
  try {
    const response = await fetch(state, { redirect: 'manual' })
    if (response.ok && !(await response.json()).in) finish()
  } catch { /* no connection: the page goes by its own clock */ }
}
for (const name of ['keydown', 'pointerdown', 'input', 'wheel', 'touchmove']) {
  addEventListener(name, act, { capture: true, passive: true })
}
channel.addEventListener('message', event => {
  if (event.data.out) finish()
  else if (event.data.active > last) { last = event.data.active; check() }
})
channel.postMessage({ active: last })
dialog.querySelector('[data-stay]').addEventListener('click', () => {
  dialog.close()
  last = Date.now()
  channel.postMessage({ active: last })
  ping()
})
dialog.querySelector('[data-out-now]').addEventListener('click', () => finish())
dialog.addEventListener('cancel', event => event.preventDefault())

// The security code, asked for on the page where one is.
const codeForm = question.querySelector('form')
const input = codeForm.elements.code
const group = input.closest('.govuk-form-group')
const codeError = question.querySelector('#code-again-error')
const passkeySaid = question.querySelector('[data-passkey-said]')
let answer = null
export function askForCode (now) {
  for (const part of question.querySelectorAll('[data-code-group]')) part.hidden = !now.app
  question.querySelector('[data-use-passkey]').hidden = !now.passkey
  wrong('')
  input.value = ''
  question.showModal()
  ;(now.app ? input : question.querySelector('[data-use-passkey]')).focus()
  return new Promise(resolve => { answer = resolve })
}
function wrong (words, where = codeError) {
  codeError.textContent = passkeySaid.textContent = ''
  group.classList.toggle('govuk-form-group--error', Boolean(words))
  input.classList.toggle('govuk-input--error', Boolean(words))
  where.textContent = words
}
function settle (value) {
  if (question.open) question.close()
  answer?.(value)
  answer = null
}
async function show (address, fields, where) {
  try {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token })
    const response = await fetch(address, { method: 'POST', body, redirect: 'manual', headers: { Accept: 'application/json' } })
    if (response.status === 429) return wrong('Too many attempts. Wait 5 minutes, then try again', where)
    const said = await response.json()
    if (!response.ok) { wrong(said.error, where); return input.focus() }
    renew(said.csrf)
    shownUntil = Date.now() + 900000
    settle(true)
  } catch {
    wrong('There is no connection. Try again when you are online', where)
  }
}
function renew (csrf) {
  token = csrf
  for (const field of document.querySelectorAll('[name=csrfmiddlewaretoken]')) field.value = csrf
}
codeForm.addEventListener('submit', event => {
  event.preventDefault()
  if (!input.value.trim()) { wrong('Enter the security code'); return input.focus() }
  show(question.dataset.code, { code: input.value }, codeError)
})
question.querySelector('[data-use-passkey]').addEventListener('click', async () => {
  try {
    const response = await fetch(question.dataset.passkey, { headers: { Accept: 'application/json' } })
    const { publicKey } = await response.json()
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) })
    await show(question.dataset.passkey, { credential: JSON.stringify(credential.toJSON()) }, passkeySaid)
  } catch {
    wrong('That did not work. Try again, or use another way', passkeySaid)
  }
})
question.querySelector('[data-code-cancel]').addEventListener('click', () => settle(false))
question.addEventListener('cancel', () => settle(false))

// Before a form is sent: is anybody listening, is one still signed in, does it take a code? Asked for forms that keep
// what is typed, for what leaves the school or gives power, and on pages that have been open for a minute; within 15
// minutes of the last code no form takes one.
const opened = Date.now()
const mayTakeCode = form => form.matches('[data-lately]') || document.body.dataset.asks === 'lately' || Date.now() - opened > 60000
export async function stateFor (form) {
  const path = new URL(form.action || location.href, location.href).pathname
  const response = await fetch(`${state}?path=${encodeURIComponent(path)}`, { redirect: 'manual' })
  if (!response.ok) throw new Error('no answer')
  return response.json()
}
export const signedOut = now => `${now.why || 'You have been signed out.'} Sign in again in another window, then press the button again. What you have typed is still here.`
const passed = new WeakSet()
const busy = new WeakSet()
document.addEventListener('submit', async event => {
  const form = event.target, button = event.submitter
  if (form.method !== 'post' || form.closest('dialog') || passed.has(form) || event.defaultPrevented) return
  const keeps = form.matches('[data-keep]')
  const noCode = form.matches('[data-no-code]')
  if (!keeps && (noCode || !mayTakeCode(form) || Date.now() < shownUntil - 5000)) return
  event.preventDefault()
  if (busy.has(form)) return
  busy.add(form)
  const line = form.querySelector('[data-kept]')
  let go = true
  try {
    const now = await stateFor(form)
    if (!now.in && keeps) {
      go = false
      line.textContent = signedOut(now)
    } else if (now.in) {
      renew(now.csrf)
      shownUntil = Date.now() + now.left * 1000
      if (now.ask && !noCode && (now.known || form.matches('[data-keep], [data-autosave]'))) go = await askForCode(now)
      if (!go && line) line.textContent = 'Not sent. What you have typed is still here.'
    }
  } catch {
    if (keeps) {
      go = false
      line.textContent = 'Not sent: there is no connection. What you have typed is still on this page. Press the button again when you are online.'
    }
  }
  busy.delete(form)
  if (!go) return
  passed.add(form)
  if (button && !button.isConnected) form.submit()
  else form.requestSubmit(button)
  setTimeout(() => passed.delete(form), 1000)
})

// What was kept at the end of the last session: put back into the form it came from.
for (const offer of document.querySelectorAll('[data-kept-text]')) {
  const line = offer.querySelector('[data-put-back-said]')
  offer.querySelector('[data-put-back]')?.addEventListener('click', async event => {
    event.preventDefault()
    const send = fields => fetch(offer.dataset.keptText, {
      method: 'POST', body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }), redirect: 'manual', headers: { Accept: 'application/json' }
    })
    try {
      const response = await send({ word: 'back' })
      if (!response.ok) throw new Error('not there')
      const form = putBack(await response.json())
      if (!form) return void (line.textContent = 'This page has no such form now.')
      await send({ word: 'delete' })
      offer.querySelector('form').remove()
      line.textContent = 'It is back in the form.'
    } catch {
      line.textContent = 'It could not be put back. Try again.'
    }
  })
}
function putBack (fields) {
  const names = Object.keys(fields)
  const forms = [...document.querySelectorAll('main form[method=post]')].filter(form => !form.closest('[data-kept-text]'))
  const fits = form => names.filter(name => form.elements[name]).length
  const form = forms.sort((a, b) => fits(b) - fits(a))[0]
  if (!form || !fits(form)) return null
  for (const control of form.elements) {
    const values = fields[control.name]
    if (!values || control.type === 'hidden' || control.type === 'file' || control.type === 'submit') continue
    if (control.type === 'radio' || control.type === 'checkbox') control.checked = values.includes(control.value)
    else if (control.tagName === 'SELECT') for (const one of control.options) one.selected = values.includes(one.value)
    else control.value = values[0]
    control.dispatchEvent(new Event('input', { bubbles: true }))
    control.dispatchEvent(new Event('change', { bubbles: true }))
  }
  return form
}
