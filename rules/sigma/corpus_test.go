package sigma_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

const corpusDir = "../../../shared/corpora/sigma"

type corpusFile struct {
	name string
	src  []byte
}

// corpus returns the rule files below a folder of the corpus.
func corpus(tb testing.TB, folder string) []corpusFile {
	tb.Helper()
	top := filepath.FromSlash(corpusDir)
	if _, err := os.Stat(top); err != nil {
		tb.Skipf("the folder %s is missing", corpusDir)
	}
	var files []corpusFile
	err := filepath.WalkDir(filepath.Join(top, folder), func(p string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(p) != ".yml" {
			return err
		}
		src, err := os.ReadFile(p)
		rel, _ := filepath.Rel(top, p)
		files = append(files, corpusFile{filepath.ToSlash(rel), src})
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// fates are the rows of docs/sigma-support.md that say what became of SigmaHQ's
// rules. A rule that is refused for two reasons counts twice, and three files
// hold several documents.
var fates = regexp.MustCompile("(?m)^\\| `([\\w-]+)` \\| (\\d+) \\| (?:\\[`)?([\\w-]+)")

// Why rules are refused whose folder does not say so: placeholders that only
// the reader of the rule can fill, and sentences in place of a condition.
var refusedForCause = map[string]string{
	"rules-emerging-threats/2026/Exploits/CVE-2026-54121/win_security_adcs_certighost_cdc_chase_request.yml":     "the placeholder %known_cdcs% has no values",
	"rules-emerging-threats/2026/Exploits/CVE-2026-54121/win_security_adcs_certighost_cert_issued_via_chase.yml": "the placeholder %known_cdcs% has no values",
	"unsupported/network/net_dns_high_subdomain_rate.yml":                                                        `"(" follows "count"`,
	"unsupported/windows/sysmon_always_install_elevated_parent_child_correlated.yml":                             `"ProcessGuid" follows "write"`,
	"unsupported/windows/win_dumping_ntdsdit_via_dcsync.yml":                                                     `"TargetLogonId" follows "write"`,
	"unsupported/windows/win_dumping_ntdsdit_via_netsync.yml":                                                    `"TargetLogonId" follows "write"`,
}

// TestCorpus: every rule of SigmaHQ loads, or is refused for a reason.
func TestCorpus(t *testing.T) {
	format := sigma.Format()
	files := corpus(t, ".")
	if len(files) != 4039 {
		t.Errorf("%d files", len(files))
	}
	count := map[string]int{}
	for _, f := range files {
		if !format.Claims(f.name, f.src) {
			t.Errorf("%s is not claimed", f.name)
		}
		good, problems := format.Parse(f.name, f.src)
		folder, _, _ := strings.Cut(f.name, "/")
		count[folder+": %d loaded"] += len(good)
		codes := refusals(problems)
		for code := range codes {
			count[folder+": %d "+code]++
		}
		if len(good) == 0 && len(codes) == 0 {
			t.Errorf("%s is neither loaded nor refused", f.name)
		}
		checkCause(t, f.name, problems)
	}
	page, err := os.ReadFile("../../docs/sigma-support.md")
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, k := range slices.Sorted(maps.Keys(count)) {
		if count[k] > 0 {
			got = append(got, fmt.Sprintf(k, count[k]))
		}
	}
	for _, m := range fates.FindAllSubmatch(page, -1) {
		want = append(want, fmt.Sprintf("%s: %s %s", m[1], m[2], m[3]))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func refusals(problems []*rules.Problem) map[string]bool {
	codes := map[string]bool{}
	for _, p := range problems {
		if p.Level == rules.Error {
			codes[p.Code] = true
		}
	}
	return codes
}

// checkCause tells that a rule is refused for something else than its folder or
// refusedForCause says.
func checkCause(t *testing.T, name string, problems []*rules.Problem) {
	folder, _, _ := strings.Cut(name, "/")
	for _, p := range problems {
		cause, listed := refusedForCause[name]
		switch {
		case p.Level != rules.Error:
		case listed && strings.HasPrefix(p.Msg, cause):
		case p.Code == "sigma-placeholder" && (folder == "rules-placeholder" || folder == "deprecated"):
		case folder == "unsupported" && p.Code == "sigma-near":
		case folder == "unsupported" && strings.HasPrefix(p.Msg, "the rule does not say over which time"):
		default:
			t.Errorf("%v", p)
		}
	}
}

// TestCorpusPlaceholders: with values for its placeholders every such rule loads.
func TestCorpusPlaceholders(t *testing.T) {
	files := slices.Concat(corpus(t, "rules-placeholder"), corpus(t, "rules-emerging-threats"))
	values := map[string][]string{}
	for _, f := range files {
		for _, m := range regexp.MustCompile(`%([\w.-]+)%`).FindAllSubmatch(f.src, -1) {
			values[string(m[1])] = []string{"value", "other*"}
		}
	}
	format := sigma.Format(sigma.WithPlaceholders(values))
	for _, f := range files {
		if good, problems := format.Parse(f.name, f.src); len(good) != 1 {
			t.Errorf("%s: %v", f.name, problems)
		}
	}
}
