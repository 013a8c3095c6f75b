import Diagnostics
import WorkflowEngine
import YAML

/// Reads whether a field is secret, and who sees it all the same; and whether it is personal.
struct SecretReader {
  let report: Report

  /// Roles that see the field; none where nobody does, and nil where it is no secret.
  func seenBy(_ form: Form, _ type: FieldType?) -> [String]? {
    let isSecret = form["secret"].flatMap { report.boolean($0, of: "secret") } ?? false
    let roles = form["seen_by"].map { report.texts($0, of: "seen_by") }
    guard isSecret else {
      if roles != nil, let key = form.key("seen_by") { report.add(.seenByAlone(), at: key.range) }
      return nil
    }
    if type?.leadsToRecords == true, let key = form.key("secret") {
      report.add(.secretReference(), at: key.range)
      return nil
    }
    return roles ?? []
  }

  /// Whether what is made of the field goes when its record is erased.
  func isPersonal(_ form: Form, _ type: FieldType?) -> Bool {
    let isPersonal = form["personal"].flatMap { report.boolean($0, of: "personal") } ?? false
    if isPersonal, type?.leadsToRecords == true, let key = form.key("personal") {
      report.add(.personalReference(), at: key.range)
      return false
    }
    return isPersonal
  }
}

extension FieldType {
  /// Whether its value is the id of a record, or a list of such.
  fileprivate var leadsToRecords: Bool {
    switch self {
    case .reference, .links: true
    case .list(let element): element.leadsToRecords
    case .plain, .choice, .entries: false
    }
  }
}
