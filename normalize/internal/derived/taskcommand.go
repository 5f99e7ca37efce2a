package derived

import (
	"html"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// taskCommands are the programs that a scheduled task starts, two at most, with
// their arguments: what a Security 4698 to 4702 holds as XML.
func taskCommands(ev *event.Event) (commands [2]string) {
	content := dataOf(ev, "TaskContent")
	if content == "" {
		content = dataOf(ev, "TaskContentNew")
	}
	for i := range commands {
		var action string
		_, content, _ = strings.Cut(content, "<Exec")
		action, content, _ = strings.Cut(content, "</Exec>")
		commands[i] = strings.TrimSpace(element(action, "Command") + " " + element(action, "Arguments"))
	}
	return commands
}

// element is the text of the first element of that name in a piece of XML.
func element(xml, name string) string {
	_, rest, _ := strings.Cut(xml, "<"+name+">")
	text, _, closed := strings.Cut(rest, "</"+name+">")
	if !closed {
		return ""
	}
	return html.UnescapeString(strings.TrimSpace(text))
}
