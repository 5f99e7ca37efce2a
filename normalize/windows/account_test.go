package windows_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/windows"
)

const domainSID = "S-1-5-21-3457937927-2839227994-823803824"

func TestClassify(t *testing.T) {
	var managed = windows.Lists{Managed: windows.NewAccountSet("ADFS-gMSA$")}
	var privileged = windows.Lists{Privileged: windows.NewAccountSet(domainSID+"-1104", `CONTOSO\eve`)}
	type account = windows.Account
	tests := []struct {
		name   string
		in     account
		lists  windows.Lists
		want   windows.AccountClass
		system bool
	}{
		// The truth table of the machine-key rule, in its order.
		{"1 user", account{domainSID + "-1104", "dadmin", "CONTOSO", "CA01.contoso.local"}, windows.Lists{}, windows.User, false},
		{"2 built-in administrator", account{domainSID + "-500", "Administrator", "CA01", "CA01"}, windows.Lists{}, windows.BuiltinAdmin, false},
		{"3 SYSTEM as host", account{"S-1-5-18", "CA01$", "CONTOSO", "CA01.contoso.local"}, windows.Lists{}, windows.System, true},
		{"4 SYSTEM", account{"S-1-5-18", "SYSTEM", "NT AUTHORITY", "CA01"}, windows.Lists{}, windows.System, true},
		{"5 NETWORK SERVICE as host", account{"S-1-5-20", "DC$", "WINDOMAIN", "dc.windomain.local"}, windows.Lists{}, windows.NetworkService, true},
		{"6 LOCAL SERVICE", account{"S-1-5-19", "LOCAL SERVICE", "NT AUTHORITY", "X"}, windows.Lists{}, windows.LocalService, true},
		{"7 service", account{"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", "TrustedInstaller", "NT SERVICE", "X"}, windows.Lists{}, windows.Service, true},
		{"8 application pool", account{"S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415", "DefaultAppPool", "IIS APPPOOL", "WEB01"}, windows.Lists{}, windows.AppPool, false},
		{"9 window manager", account{"S-1-5-90-0-1", "DWM-1", "Window Manager", "X"}, windows.Lists{}, windows.Virtual, true},
		{"10 WinRM virtual user", account{"S-1-5-94-0", "WinRM VA_1_CONTOSO_eve", "WinRM Virtual Users", "SRV1"}, windows.Lists{}, windows.RemoteVirtual, false},
		{"11 own machine account", account{domainSID + "-1131", "CA01$", "CONTOSO", "CA01.contoso.local"}, windows.Lists{}, windows.Machine, true},
		{"12 foreign machine account", account{domainSID + "-1188", "WS7$", "CONTOSO", "CA01.contoso.local"}, windows.Lists{}, windows.Machine, true},
		{"13 gMSA, unlisted", account{domainSID + "-1201", "adfs-gmsa$", "CONTOSO", "ADFS01.contoso.local"}, windows.Lists{}, windows.Machine, true},
		{"13 gMSA, listed", account{domainSID + "-1201", "adfs-gmsa$", "CONTOSO", "ADFS01.contoso.local"}, managed, windows.ManagedService, true},
		{"14 local user with $", account{domainSID + "-1009", "support$", "WS7", "WS7.contoso.local"}, windows.Lists{}, windows.LocalDollar, false},
		{"15 anonymous", account{"S-1-5-7", "ANONYMOUS LOGON", "NT AUTHORITY", "X"}, windows.Lists{}, windows.Anonymous, false},
		{"16 Entra", account{"S-1-12-1-1234-5678-9012-3456", "eve@contoso.com", "AzureAD", "WS8"}, windows.Lists{}, windows.EntraUser, false},
		{"17 French SYSTEM by name", account{"", "Système", "AUTORITE NT", "X"}, windows.Lists{}, windows.System, true},
		{"18 a user called Sistema", account{"", "Sistema", "CONTOSO", "X"}, windows.Lists{}, windows.User, false},
		{"19 machine by name", account{"", "CA01$", "CONTOSO", "CA01"}, windows.Lists{}, windows.Machine, true},
		{"20 resolved SID", account{`NT AUTHORITY\SYSTEM`, "SYSTEM", "NT AUTHORITY", "X"}, windows.Lists{}, windows.System, true},
		{"21 the SID wins", account{domainSID + "-1104", "SYSTEM", "NT AUTHORITY", "X"}, windows.Lists{}, windows.User, false},
		{"22 nobody", account{"S-1-0-0", "-", "-", "X"}, windows.Lists{}, windows.Unknown, false},
		{"23 the documented sample", account{domainSID + "-1104", "dadmin", "CONTOSO", "DC01"}, windows.Lists{}, windows.User, false},

		// SIDs at the edges of ranges.
		{"below the reserved range", account{SID: "S-1-5-79-1"}, windows.Lists{}, windows.Unknown, false},
		{"NT SERVICE\\ALL SERVICES is a group", account{SID: "S-1-5-80-0"}, windows.Lists{}, windows.Group, false},
		{"service whose hash starts with 0", account{SID: "S-1-5-80-0-1"}, windows.Lists{}, windows.Service, true},
		{"81", account{SID: "S-1-5-81-1"}, windows.Lists{}, windows.Virtual, true},
		{"virtual machine", account{SID: "S-1-5-83-1-2-3"}, windows.Lists{}, windows.VirtualMachine, false},
		{"user-mode driver", account{SID: "S-1-5-84-0-0-0-0-0"}, windows.Lists{}, windows.Virtual, true},
		{"NT TASK", account{SID: "S-1-5-87-1"}, windows.Lists{}, windows.Virtual, true},
		{"font driver host", account{SID: "S-1-5-96-0-1"}, windows.Lists{}, windows.Virtual, true},
		{"last of the range", account{SID: "S-1-5-111-1"}, windows.Lists{}, windows.Virtual, true},
		{"above the range", account{SID: "S-1-5-112-1"}, windows.Lists{}, windows.Unknown, false},
		{"range without a member", account{SID: "S-1-5-80"}, windows.Lists{}, windows.Unknown, false},
		{"local account", account{SID: "S-1-5-113"}, windows.Lists{}, windows.Unknown, false},
		{"SYSTEM with a tail", account{SID: "S-1-5-18-1"}, windows.Lists{}, windows.Unknown, false},
		{"SYSTEM of another authority", account{SID: "S-1-1-18"}, windows.Lists{}, windows.Unknown, false},
		{"IUSR", account{SID: "S-1-5-17"}, windows.Lists{}, windows.IUSR, false},
		{"app container", account{SID: "S-1-15-2-1-2"}, windows.Lists{}, windows.AppContainer, false},
		{"capability", account{SID: "S-1-15-3-1"}, windows.Lists{}, windows.Unknown, false},
		{"administrators", account{SID: "S-1-5-32-544"}, windows.Lists{}, windows.Group, false},
		{"domain admins", account{SID: domainSID + "-512"}, windows.Lists{}, windows.Group, false},
		{"guest", account{SID: domainSID + "-501"}, windows.Lists{}, windows.Guest, false},
		{"krbtgt", account{SID: domainSID + "-502"}, windows.Lists{}, windows.Krbtgt, false},
		{"default account", account{SID: domainSID + "-503"}, windows.Lists{}, windows.DefaultAccount, false},
		{"WDAG", account{SID: domainSID + "-504"}, windows.Lists{}, windows.WDAG, false},
		{"RID that ends in 500", account{SID: domainSID + "-1500"}, windows.Lists{}, windows.User, false},
		{"bare domain authority", account{SID: "S-1-5-21"}, windows.Lists{}, windows.Unknown, false},
		{"lower-case SID", account{SID: "s-1-5-18"}, windows.Lists{}, windows.System, true},
		{"no SID after all", account{SID: "S-1-5-", Name: "dadmin"}, windows.Lists{}, windows.User, false},
		{"privileged by SID", account{SID: domainSID + "-1104", Name: "dadmin"}, privileged, windows.PrivilegedUser, false},
		{"privileged by name", account{SID: domainSID + "-1105", Name: "Eve", Domain: "contoso"}, privileged, windows.PrivilegedUser, false},
		{"same name in another domain", account{SID: domainSID + "-1105", Name: "Eve", Domain: "fabrikam"}, privileged, windows.User, false},
		{"local user with $ on a long-named host", account{domainSID + "-1009", "support$", "DEPARTMENTALSRV", "DEPARTMENTALSRV042.contoso.local"}, windows.Lists{}, windows.LocalDollar, false},

		// Names without a SID.
		{"nothing at all", account{}, windows.Lists{}, windows.Unknown, false},
		{"resolved SID alone", account{SID: `NT AUTHORITY\LOCAL SERVICE`}, windows.Lists{}, windows.LocalService, true},
		{"resolved user alone", account{SID: `CONTOSO\dadmin`}, windows.Lists{}, windows.User, false},
		{"full-width name", account{Name: "ＳＹＳＴＥＭ"}, windows.Lists{}, windows.System, true},
		{"decomposed accents", account{Name: "Syste\u0300me", Domain: "AUTORITE NT"}, windows.Lists{}, windows.System, true},
		{"Japanese", account{Name: "ローカル システム"}, windows.Lists{}, windows.System, true},
		{"German network service", account{Name: "Netzwerkdienst", Domain: "NT-AUTORITÄT"}, windows.Lists{}, windows.NetworkService, true},
		{"French local service", account{Name: "SERVICE LOCAL", Domain: "AUTORITE NT"}, windows.Lists{}, windows.LocalService, true},
		{"a user called Local Service", account{Name: "Local Service", Domain: "CONTOSO"}, windows.Lists{}, windows.User, false},
		{"anonymous by name", account{Name: "ANONYMOUS LOGON", Domain: "NT AUTHORITY"}, windows.Lists{}, windows.Anonymous, false},
		{"service by domain", account{Name: `NT SERVICE\TrustedInstaller`}, windows.Lists{}, windows.Service, true},
		{"application pool by domain", account{Name: `IIS APPPOOL\DefaultAppPool`}, windows.Lists{}, windows.AppPool, false},
		{"UMFD by name", account{Name: "UMFD-0", Domain: "Font Driver Host"}, windows.Lists{}, windows.Virtual, true},
		{"not quite UMFD", account{Name: "UMFD-x", Domain: "Font Driver Host"}, windows.Lists{}, windows.User, false},
		{"machine as principal", account{Name: "CA01$@CONTOSO.LOCAL"}, windows.Lists{}, windows.Machine, true},
		{"local user with $ by name", account{Name: `WS7\support$`, Computer: "ws7.contoso.local"}, windows.Lists{}, windows.LocalDollar, false},
		{"gMSA by name", account{Name: `CONTOSO\adfs-gmsa$`}, managed, windows.ManagedService, true},
		{"user principal", account{Name: "eve@contoso.com"}, windows.Lists{}, windows.User, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := windows.Classify(test.in, test.lists)
			if got != test.want || got.IsSystem() != test.system {
				t.Errorf("Classify(%+v) = %s (system %t), want %s (system %t)", test.in, got, got.IsSystem(), test.want, test.system)
			}
		})
	}
}

func TestIsSystem(t *testing.T) {
	tests := []struct {
		sid, name string
		want      bool
	}{
		{"S-1-5-18", "CA01$", true},
		{domainSID + "-1009", "support$", true}, // without domain and computer it looks like a machine
		{domainSID + "-1104", "dadmin", false},
		{domainSID + "-1104", "SYSTEM", false},
		{"", "SYSTEM", true},
		{"-", `NT AUTHORITY\SYSTEM`, true},
		{"", "", false},
	}
	for _, test := range tests {
		if got := windows.IsSystem(test.sid, test.name); got != test.want {
			t.Errorf("IsSystem(%q, %q) = %t, want %t", test.sid, test.name, got, test.want)
		}
	}
}
