// Package ruletest runs the tests that lie beside rules: those of key_export.yml
// are in key_export_test.yml. It serves detect test and go test alike.
//
//	tests:
//	  - name: exported by a person
//	    event: {Channel: Security, EventID: 5059, SubjectUserName: dadmin}
//	    match: true
//	  - name: three of them
//	    rule: many_exports              # a correlation
//	    events: [{…}, {…}, {…}]
//	    match: {count: 1}
//	  - name: from a real log
//	    file: testdata/enrolment.evtx   # beside the test file
//	    match: [3, 7]                   # the events that must match, from 0, or {count: 2}
//
// Of a file with several rules, rule: names the one that a test is about, by id
// or name; without it any of them may match.
package ruletest
