/* Before anything is drawn: what is only for pages without scripts is not shown. */
document.documentElement.classList.add("scripted");
