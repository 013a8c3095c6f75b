import WorkflowEngine

extension Refusal {
  /// Whether the record is not there.
  var isAboutPresence: Bool {
    switch blockers.first?.code {
    case .unknownRecord, .erased: true
    case nil, .nothingSelected, .selectionNotAllowed, .notSupported, .wrongState, .noWayApplies,
      .notPermitted, .inputMissing, .inputNotAvailable, .inputInvalid, .inputCheckFailed,
      .guardFailed, .cannotDecide, .notUnique, .invariantBroken, .stillReferenced, .notConfirmed,
      .alreadyPending, .nothingPending, .stale, .tooMuch:
      false
    }
  }

  /// Whether every reason lies in the record, so that another record could have none.
  var isAboutTheRecord: Bool {
    blockers.allSatisfy { blocker in
      switch blocker.code {
      case .guardFailed, .cannotDecide, .notUnique, .invariantBroken, .stillReferenced, .tooMuch,
        .noWayApplies, .alreadyPending, .nothingPending:
        true
      case .unknownRecord, .erased, .nothingSelected, .selectionNotAllowed, .notSupported,
        .wrongState, .notPermitted, .inputMissing, .inputNotAvailable, .inputInvalid,
        .inputCheckFailed, .notConfirmed, .stale:
        false
      }
    }
  }
}

extension BlockCode {
  var isReportedByName: Bool {
    switch self {
    case .guardFailed, .inputCheckFailed, .invariantBroken: true
    case .unknownRecord, .erased, .nothingSelected, .selectionNotAllowed, .notSupported,
      .wrongState, .noWayApplies, .notPermitted, .inputMissing, .inputNotAvailable, .inputInvalid,
      .cannotDecide, .notUnique, .stillReferenced, .notConfirmed, .alreadyPending, .nothingPending,
      .stale, .tooMuch:
      false
    }
  }
}
