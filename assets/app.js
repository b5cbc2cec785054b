// Scripts only add: every page works without them.
import { Button, CharacterCount, ErrorSummary, SkipLink, createAll } from './govuk-frontend.min.js'

for (const component of [Button, CharacterCount, ErrorSummary, SkipLink]) createAll(component)

// Hide screen: at once, without the network. Showing again asks the server for the page anew.
function hide () {
  document.body.replaceChildren()
  document.title = 'School'
  const cover = document.createElement('main')
  cover.className = 'app-cover'
  const words = document.createElement('p')
  words.className = 'govuk-body'
  words.append('Screen hidden. ')
  const link = document.createElement('a')
  link.className = 'govuk-link'
  link.href = location.pathname
  link.textContent = 'Show again'
  words.append(link)
  cover.append(words)
  document.body.append(cover)
  link.focus()
}
let escapes = 0
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return
  if (Date.now() - escapes < 1000) hide()
  escapes = Date.now()
})
document.querySelector('[data-hide]')?.addEventListener('click', event => { event.preventDefault(); hide() })

// Signed out here: the other tabs of this browser hide what they show.
if (location.pathname === '/account/sign-in/') new BroadcastChannel('school').postMessage({ out: true })

// A draft is saved as one goes. What is typed never goes into the browser's own storage: PCs are shared.
const form = document.querySelector('form[data-autosave]')
if (form) {
  const { askForCode, signedOut, stateFor } = await import('./session.js')
  const line = document.querySelector('[data-saved]')
  const version = form.elements.version
  let timer, last = '', sending = false, leaving = false
  const typed = () => new URLSearchParams(new FormData(form)).toString()
  last = typed()
  const save = async () => {
    if (sending || leaving || typed() === last) return
    sending = true
    const now = typed()
    const body = new FormData(form)
    body.append('auto', '1')
    try {
      const response = await fetch(form.action || location.pathname, { method: 'POST', body, redirect: 'manual' })
      if (!response.ok) throw new Error()
      const answer = await response.json()
      version.value = answer.version
      delete form.dataset.unsaved
      last = typed().replace(/version=[^&]*/, '') === now.replace(/version=[^&]*/, '') ? typed() : ''
      line.textContent = 'Saved at ' + answer.saved
    } catch {
      await unsaved()
    }
    sending = false
  }
  // Not saved: is there no connection, has the session ended, or is the security code asked for?
  const unsaved = async () => {
    let wait = 10000
    try {
      const now = await stateFor(form)
      if (!now.in) {
        line.textContent = signedOut(now)
      } else if (now.ask) {
        line.textContent = 'Enter your security code to continue. What you have typed is still here.'
        if (await askForCode(now)) wait = 0
      }
    } catch {
      line.textContent = 'Not saved: there is no connection. What you have typed is still on this page. Do not close it.'
    }
    timer = setTimeout(save, wait)
  }
  form.addEventListener('input', () => {
    form.dataset.unsaved = '1'
    clearTimeout(timer)
    timer = setTimeout(save, 2000)
  })
  // Links that lead away from the page: what is typed is saved first; the other page comes whatever happens.
  for (const link of document.querySelectorAll('[data-save-first]')) {
    link.addEventListener('click', async event => {
      event.preventDefault()
      clearTimeout(timer)
      await save()
      location.assign(link.href)
    })
  }
  form.addEventListener('submit', event => {
    if (sending) {
      event.preventDefault()
      const button = event.submitter
      setTimeout(() => form.requestSubmit(button), 200)
      return
    }
    clearTimeout(timer)
    leaving = true
  })
}

// How far an import is: asked every two seconds; when it is done the page is shown anew.
const progress = document.querySelector('[data-progress]')
if (progress) {
  const ask = async () => {
    try {
      const response = await fetch(location.pathname, { redirect: 'manual', headers: { 'X-Unattended': '1' } })
      if (!response.ok) throw new Error()
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const now = page.querySelector('[data-progress]')
      if (!now) return location.reload()
      progress.querySelector('[role=status]').textContent = now.querySelector('[role=status]').textContent
      progress.querySelector('progress').value = now.querySelector('progress').value
    } catch { /* asked again */ }
    setTimeout(ask, 2000)
  }
  setTimeout(ask, 2000)
}

// A page of a governors’ paper: say when it is left, so that the log knows how long it was read.
const sheet = document.querySelector('img[data-paper]')
if (sheet) {
  addEventListener('pagehide', () => {
    navigator.sendBeacon(sheet.dataset.paper, new FormData(document.querySelector('form[data-left]')))
  })
}

// A passkey that was not made or not found: say so, and what else there is.
document.addEventListener('allauth.error', event => {
  event.preventDefault()
  const line = document.querySelector('[data-passkey-failed]')
  if (line) line.textContent = 'That did not work. Try again, or use another way.'
})

// Recovery codes: printed and copied where scripts run.
for (const group of document.querySelectorAll('[data-with-script]')) group.hidden = false
document.querySelector('[data-print]')?.addEventListener('click', () => print())
document.querySelector('[data-copy]')?.addEventListener('click', async () => {
  const codes = [...document.querySelectorAll('[data-codes] li')].map(line => line.textContent)
  try {
    await navigator.clipboard.writeText(codes.join('\n'))
    document.querySelector('[data-copied]').textContent = 'Copied.'
  } catch {
    document.querySelector('[data-copied]').textContent = 'Not copied. Print the codes or write them down.'
  }
})
