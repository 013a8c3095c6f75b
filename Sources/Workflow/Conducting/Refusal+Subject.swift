import WorkflowEngine

extension Refusal {
  /// Whether the record is not there.
  var isAboutPresence: Bool { blockers.first?.code.subject == .presence }

  /// Whether every reason lies in the record, so that another record could have none.
  var isAboutTheRecord: Bool { blockers.allSatisfy { $0.code.subject == .record } }
}
