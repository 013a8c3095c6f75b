import WorkflowEngine

extension Input {
  /// Whether a request gives inputs of two ways the same value.
  ///
  /// It names a value once. Left out, each has its own default, unless one of them is needed: then
  /// its way is not possible without it.
  func isGiven(like other: Input, in definition: WorkflowDefinition) -> Bool {
    guard name == other.name, field == other.field, holdsLike(other, in: definition),
      isOffered(like: other)
    else { return false }
    return isRequired || other.isRequired || isDefaulted(like: other)
  }

  /// Choices that are declared twice, once in each way, have the same values all the same.
  private func holdsLike(_ other: Input, in definition: WorkflowDefinition) -> Bool {
    if case .choice(let own) = type, case .choice(let others) = other.type {
      return definition.choices[own].values == definition.choices[others].values
    }
    return type == other.type
  }

  private func isOffered(like other: Input) -> Bool {
    guard let when, let others = other.when else { return when == nil && other.when == nil }
    if case .formula(let own) = when, case .formula(let other) = others {
      return own.text == other.text
    }
    return false
  }

  private func isDefaulted(like other: Input) -> Bool {
    isDefaulted(as: other.defaultValue)
  }

  /// Whether a value gives the same as its default, or neither gives one.
  func isDefaulted(as others: Expression?) -> Bool {
    guard let defaultValue, let others else { return defaultValue == nil && others == nil }
    switch (defaultValue, others) {
    case (.constant(let own), .constant(let other)): return own == other
    case (.formula(let own), .formula(let other)): return own.text == other.text
    case (.constant, .formula), (.formula, .constant): return false
    }
  }
}
