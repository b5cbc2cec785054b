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

// A draft is saved as one goes. What is typed never goes into the browser's own storage: PCs are shared.
const form = document.querySelector('form[data-autosave]')
if (form) {
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
      last = typed().replace(/version=[^&]*/, '') === now.replace(/version=[^&]*/, '') ? typed() : ''
      line.textContent = 'Saved at ' + answer.saved
    } catch {
      line.textContent = 'Not saved: no connection. Your words are kept on this page. Do not close it.'
      timer = setTimeout(save, 10000)
    }
    sending = false
  }
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, 2000) })
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
      const response = await fetch(location.pathname, { redirect: 'manual' })
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

// A form without a draft: before it is sent we ask whether anybody is listening, so that what was typed is never lost
// to a lost connection or a session that has ended. The answer brings the token that the form needs by now.
const keeper = document.querySelector('form[data-keep]')
if (keeper) {
  const line = keeper.querySelector('[data-kept]')
  let asked = false
  keeper.addEventListener('submit', async event => {
    if (asked) return
    event.preventDefault()
    try {
      // Another page may be named to ask: one that needs no second factor, where the form does not need it either.
      const response = await fetch(keeper.dataset.keep || location.pathname, { redirect: 'manual' })
      if (!response.ok) throw new Error('signed out')
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const token = page.querySelector('form[data-keep] [name=csrfmiddlewaretoken]')
      if (token) keeper.elements.csrfmiddlewaretoken.value = token.value
      asked = true
      keeper.requestSubmit()
    } catch (problem) {
      line.textContent = problem.message === 'signed out'
        ? 'Not sent: you were signed out. Sign in again in another window, then press again. Your words are still here.'
        : 'Not sent: no connection. Your words are kept on this page. Press again when you are connected.'
    }
  })
}

// Before being signed out for doing nothing: a warning two minutes ahead, and one press to stay.
const dialog = document.querySelector('dialog[data-idle]')
if (dialog) {
  const seconds = Number(dialog.dataset.idle)
  let timer
  const wait = () => { timer = setTimeout(() => dialog.showModal(), (seconds - 120) * 1000) }
  wait()
  dialog.querySelector('button').addEventListener('click', async () => {
    const response = await fetch(dialog.dataset.stay, { redirect: 'manual' })
    dialog.close()
    clearTimeout(timer)
    if (response.ok) wait()
    else if (!keeper) location.assign(dialog.dataset.out)
  })
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
