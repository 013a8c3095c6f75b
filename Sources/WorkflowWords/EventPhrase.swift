/// How screens speak of an event.
package enum EventPhrase {
  /// `deactivate (Close the account)`: the event as it is asked for, and what the definition calls
  /// it where that is another word.
  package static func title(of event: String, label: String?) -> String {
    guard let label, letters(of: label) != letters(of: event) else { return event }
    return "\(event) (\(label))"
  }

  /// `reactivate` of `Re-Activate`.
  private static func letters(of text: String) -> String {
    text.filter { $0.isLetter || $0.isNumber }.lowercased()
  }

  /// What stands behind the record's name in the first line of a refusal.
  ///
  /// - Parameter labels: the definition's own words for the event's ways. They are never bent;
  ///   where they differ, the event's name stands for all.
  package static func refusal(of event: String, labels: [String]) -> String {
    if let label = labels.first {
      let isOne = labels.allSatisfy { $0 == label }
      return ": '\(isOne ? label : event)' is not possible"
    }
    return participle(of: event).map { " cannot be \($0)" } ?? ": '\(event)' is not possible"
  }

  /// `reactivated` for `reactivate`; nil where the form cannot be told from the word.
  package static func participle(of event: String) -> String? {
    if let known = irregular[event] { return known }
    guard event.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else { return nil }
    if regularEndings.contains(where: event.hasSuffix) {
      return event.hasSuffix("e") ? event + "d" : event + "ed"
    }
    return event.hasSuffix("ify") ? event.dropLast() + "ied" : nil
  }

  private static let irregular = [
    "add": "added", "bill": "billed", "book": "booked", "cancel": "cancelled", "close": "closed",
    "confirm": "confirmed", "drive": "driven", "edit": "edited", "fill": "filled",
    "forgive": "forgiven", "give": "given", "lend": "lent", "lock": "locked",
    "merge": "merged", "move": "moved", "open": "opened", "pay": "paid", "reopen": "reopened",
    "resend": "resent", "resume": "resumed", "send": "sent", "spend": "spent",
    "submit": "submitted",
    "unlock": "unlocked", "void": "voided", "withdraw": "withdrawn",
  ]

  /// Endings of verbs alone whose regular form is a participle in every case.
  private static let regularEndings = [
    "ate", "ete", "ish", "ize", "ise", "ore", "ove", "ase", "sue", "ile", "dule", "tend", "mend",
    "spend", "chive", "ceive",
    "ject", "rect", "lect", "sign", "cept", "port", "tract", "pute", "ire", "ume", "ause", "serve",
    "eck",
  ]
}
