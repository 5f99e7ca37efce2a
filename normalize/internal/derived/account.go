package derived

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/memo"
	"github.com/rulehound/rulehound/normalize/windows"
)

// Accounts is what is known of accounts. It is safe for concurrent use once Lists is set.
type Accounts struct {
	Lists windows.Lists // tell of accounts what no SID shows
	users memo.Memo[user, string]
}

func (a *Accounts) accountClass(ev *event.Event, role string) [2]string {
	account := windows.Account{
		SID: dataOf(ev, role+"UserSid"), Name: dataOf(ev, role+"UserName"),
		Domain: dataOf(ev, role+"DomainName"), Computer: ev.Computer,
	}
	if account.SID == "" {
		account.SID = dataOf(ev, role+"Sid")
	}
	if account.SID == "" && account.Name == "" {
		return [2]string{}
	}
	return [2]string{string(windows.Classify(account, a.Lists))}
}

// joinedUser is the account as Sysmon's User has it.
func (a *Accounts) joinedUser(ev *event.Event, role string) [2]string {
	name, domain := dataOf(ev, role+"UserName"), dataOf(ev, role+"DomainName")
	if name == "" || domain == "" || name == "-" || strings.Contains(name, `\`) {
		return [2]string{}
	}
	return [2]string{a.users.Get(user{domain, name}, joined)}
}

// user is an account and where it is known.
type user struct{ domain, name string }

func joined(u user) (user, string) {
	text := u.domain + `\` + u.name
	return user{text[:len(u.domain)], text[len(u.domain)+1:]}, text
}
