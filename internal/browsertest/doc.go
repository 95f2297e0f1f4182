// Package browsertest opens the whole program in a real browser: every main
// page of every role at three widths, and the moments that decide as stories.
// It promises that a page on its list has no error, fits the screen, can be
// used by keyboard and screen reader, and works without script.
//
// It needs Chromium (CHROMIUM, else /usr/bin/chromium), Node and the modules of
// test/browser; ./check installs all three. With QINGLAN_SHOTS=folder it leaves
// a picture of every page there.
package browsertest
