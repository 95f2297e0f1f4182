// Package browsertest opens the whole program in a real browser: every main
// page of every role at three widths, and the moments that decide as stories.
// It promises that a page on its list has no error, fits the screen, can be
// used by keyboard and screen reader, and works without script.
//
// Chromium opens them all; Firefox the first page of each role, those marked
// every, and the stories of the form, the pad and the certificate; WebKit the
// same pages and the certificate, where it is installed.
//
// It needs Chromium (CHROMIUM, else /usr/bin/chromium), Firefox (FIREFOX, else
// /usr/bin/firefox-esr), Node and the modules of test/browser; for WebKit
// Debian's webkit2gtk-driver and xvfb. ./check installs them all. With
// QINGLAN_SHOTS=folder it leaves a picture of every page there.
package browsertest
