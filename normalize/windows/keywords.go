package windows

import (
	"strconv"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// The keywords of the classic logs, as bits of the System field Keywords.
const (
	auditFailureBit = 1 << 52
	auditSuccessBit = 1 << 53
	classicBit      = 1 << 55
	reservedBit     = 1 << 63
)

var (
	auditSuccess = &event.Meaning{Code: hexCode(reservedBit | auditSuccessBit), Text: "Audit Success"}
	auditFailure = &event.Meaning{Code: hexCode(reservedBit | auditFailureBit), Text: "Audit Failure"}
	classicLog   = &event.Meaning{Code: hexCode(classicBit), Text: "Classic"}
)

func hexCode(u uint64) string { return "0x" + strconv.FormatUint(u, 16) }

// keywords reads Keywords in any spelling: the bits as a number, or the name
// that a collector or Windows shows in some language. Security writes exactly
// one of the two audit bits.
func keywords(c event.Class, v event.Value) *event.Meaning {
	if v.Kind() == event.Text {
		return keywordNames()[keyOf(v.Raw())]
	}
	u, ok := v.Uint()
	if !ok || c.Channel != "security" {
		return nil
	}
	switch {
	case u&auditSuccessBit != 0:
		return auditSuccess
	case u&auditFailureBit != 0:
		return auditFailure
	}
	return nil
}

// keywordNames is by textKey.
var keywordNames = sync.OnceValue(func() map[string]*event.Meaning {
	names := map[string]*event.Meaning{}
	for m, list := range map[*event.Meaning]string{
		auditSuccess: "Audit Success|Success Audit|SuccessAudit|AUDIT_SUCCESS|Erfolgreiche Überwachung|Überwachung erfolgreich|" +
			"Succès de l'audit|Succès de l’audit|Auditoría correcta|Controllo riuscito|Sucesso da Auditoria|監査の成功|成功の監査|감사 성공|审核成功|Аудит успеха",
		auditFailure: "Audit Failure|Failure Audit|FailureAudit|AUDIT_FAILURE|Fehlerhafte Überwachung|Überwachung gescheitert|Überwachungsfehler|" +
			"Échec de l'audit|Échec de l’audit|Error de auditoría|Controllo non riuscito|Falha de Auditoria|監査の失敗|失敗の監査|감사 실패|审核失败|Аудит отказа",
		classicLog: "Classic|Klassisch|Classique|Clásico|クラシック",
	} {
		for name := range strings.SplitSeq(list, "|") {
			names[keyOf(name)] = m
		}
	}
	return names
})
