// Hands the page that the listener points at to Tingxinwen, as it is shown, and shows in the button what came of it.
// It runs only when it is asked, in the tab that is open, and talks to nobody else.
"use strict";

const HOST = "tw.tingxinwen.host";
// As much as the program takes, in characters.
const MOST_CHARS = 8 * 1024 * 1024;

const say = (name) => chrome.i18n.getMessage(name);

function show(tabId, text, color, title) {
  // The tab may be gone by now.
  const ignore = () => void chrome.runtime.lastError;
  chrome.action.setBadgeBackgroundColor({ tabId, color }, ignore);
  chrome.action.setBadgeText({ tabId, text }, ignore);
  chrome.action.setTitle({ tabId, title }, ignore);
}

const failed = (tab, why) => show(tab.id, "!", "#b3261e", why);

// Runs in the page.
function seen() {
  return {
    html: document.documentElement.outerHTML,
    address: location.href,
    selection: String(getSelection()),
  };
}

function hand(tab, message) {
  show(tab.id, "…", "#5f6368", say("working"));
  chrome.runtime.sendNativeMessage(HOST, message, (answer) => {
    const error = chrome.runtime.lastError;
    if (error || !answer) {
      failed(tab, say("noProgram"));
    } else if (answer.ok) {
      const told = say(answer.state === "playing" ? "reading" : "added") + (answer.title || "");
      show(tab.id, "✓", "#1a7f37", told);
    } else {
      failed(tab, answer.error || say("noPage"));
    }
  });
}

async function handPage(tab, action, wantsSelection) {
  let page;
  try {
    const [{ result }] = await chrome.scripting.executeScript({ target: { tabId: tab.id }, func: seen });
    page = result;
  } catch {
    failed(tab, say("noPage"));
    return;
  }
  if (!page) {
    failed(tab, say("noPage"));
  } else if (page.html.length > MOST_CHARS) {
    failed(tab, say("tooLarge"));
  } else {
    hand(tab, { action, address: page.address, html: page.html, selection: wantsSelection ? page.selection : "" });
  }
}

const ENTRIES = {
  listen: { contexts: ["page"], run: (info, tab) => handPage(tab, "play", false) },
  add: { contexts: ["page"], run: (info, tab) => handPage(tab, "add", false) },
  listenSelection: {
    contexts: ["selection"],
    // Where the page may not be looked into, the menu still knows what is selected, but for its line breaks.
    run: (info, tab) => hand(tab, { action: "play", address: info.pageUrl, selection: info.selectionText }),
  },
  listenLink: { contexts: ["link"], run: (info, tab) => hand(tab, { action: "play", address: info.linkUrl }) },
  addLink: { contexts: ["link"], run: (info, tab) => hand(tab, { action: "add", address: info.linkUrl }) },
};

chrome.runtime.onInstalled.addListener(() => {
  chrome.contextMenus.removeAll(() => {
    for (const [id, { contexts }] of Object.entries(ENTRIES)) {
      chrome.contextMenus.create({ id, title: say(id), contexts });
    }
  });
});

chrome.contextMenus.onClicked.addListener((info, tab) => ENTRIES[info.menuItemId]?.run(info, tab));
chrome.action.onClicked.addListener((tab) => handPage(tab, "play", true));
chrome.commands.onCommand.addListener((name, tab) => {
  if (name === "add" && tab) {
    handPage(tab, "add", true);
  }
});
