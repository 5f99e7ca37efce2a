package ruletest_test

import (
	"os"
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/ruletest"
	"github.com/rulehound/rulehound/rules/sigma"
)

func TestMyRules(t *testing.T) {
	folder := os.DirFS("testdata/my_rules")
	loader := &rules.Loader{Formats: []rules.Format{sigma.Format(), exprlang.Format()}}
	ruletest.Test(t, folder, loader)
}
