package docs_test

import (
	"context"
	"fmt"
	"os"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/sigma"
)

// tickets is a sink: it takes the alerts in the order of their events.
type tickets struct{ open int }

func (t *tickets) Write(_ context.Context, a *alert.Alert) error {
	if level, _ := alert.ParseLevel(a.Rule.Level); level >= alert.High {
		t.open++
		fmt.Printf("ticket %d: %s on %s (%s)\n", t.open, a.Rule.Title, a.Event.Computer, a.ID)
	}
	return nil
}

func (t *tickets) Close() error { return nil }

// sweep runs the rules that ship over logs, with everything that detect replay
// does: many files side by side, alerts in event-time order, a summary.
func sweep(ctx context.Context, paths ...string) error {
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		return err
	}
	loader := rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)),
		exprlang.Format(exprlang.WithLists(env.Lists)),
	}}
	set, err := loader.Load(ctx, library.FS())
	if err != nil {
		return err
	}
	eng, err := engine.New(set)
	if err != nil {
		return err
	}
	r := replay.Replay{Engine: eng, Rules: set}
	summary, err := r.Run(ctx, replay.Expand(paths), &tickets{})
	if err != nil {
		return err // the alerts could not be written
	}
	return summary.Text(os.Stdout, false)
}

func Example_sweep() {
	if err := sweep(context.Background(), "../../../../testdata/demo"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ticket 1: Private Key Export Refused (Machine Key) on CA01.contoso.local (17a59e03403910ab349d33e3aa746a28)
	// ticket 2: Machine Key Exported By Non-System Account on CA01.contoso.local (2e8d8bdf0613c211bed8ca4fa9a5b4ed)
	// ticket 3: Machine Key Exported By Non-System Account (Sigma) on CA01.contoso.local (87ed7f93e73fed0793fbf064fea5caf8)
	// ticket 4: Refused Export Followed By Successful Export Of Same Key on CA01.contoso.local (1aa65147ee66a635a2bfaa22e55664d4)
	// ticket 5: Machine Key Exported By Non-System Account on CA02.contoso.local (cb69ed03945dec8fb819f6af0a09862d)
	// ticket 6: Machine Key Exported By Non-System Account (Sigma) on CA02.contoso.local (14c905954ca9fe19f922c6799649ea70)
	// Read 10 events (77.7 KiB) from 4 inputs.
	// Ran 40 rules.
	// Raised 9 alerts: 1 critical, 5 high, 1 medium, 2 low.
	// Of these 1 comes from 12 correlations.
	// - rules without events of their log source (windows/process_creation 3, windows/capi2 2, windows/certificateservicesclient-lifecycle-system 1, windows/pipe_created 1): 7
	//     Private Key Acquired By Attack Tool (windows/capi2/private_key_acquired.yml)
	//     Private Key Acquired By Script Host (windows/capi2/private_key_acquired.yml)
	//     Certificate Exported (windows/certificateservicesclient-lifecycle-system/base_certificate_exported.yml)
	//     AD FS Database Opened By Unexpected Program (windows/pipe_created/adfs_database_pipe.yml)
	//     CA Or Certificate Key Backup On Command Line (windows/process_creation/ca_key_backup.yml)
	//     … and 2 more
	// - rules that read fields which never occurred: 9
	//     Connection To The System On Port 80 (windows/security/adfs_configuration_synchronised.yml): Application, DestPort, Direction, SourceAddress
	//     AD FS DKM Master Key Read (windows/security/adfs_dkm_key_read.yml): AccessMask, ObjectServer, ObjectType, Properties
	//     CA Audit Filter Weakened (windows/security/ca_audit_filter.yml): AuditFilter
	//     CA Audit Filter Incomplete (windows/security/ca_audit_filter.yml): AuditFilter
	//     Privileged Account Logged On With A Certificate (windows/security/ca_key_export_then_logon.yml): CertIssuerName, TargetUserName
	//     … and 4 more
	// (--verbose and --summary json leave nothing out)
}
