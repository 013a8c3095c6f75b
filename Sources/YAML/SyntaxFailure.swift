import CYAML

/// What libyaml says when it cannot go on.
struct SyntaxFailure {
  let problem: String
  let context: String
  /// Where it stopped.
  let offset: Int
  /// Where what it was reading begins.
  let contextOffset: Int
  let isOutOfMemory: Bool

  init(_ parser: yaml_parser_t, offsets: CharacterOffsets) {
    problem = parser.problem.map { String(cString: $0) } ?? ""
    context = parser.context.map { String(cString: $0) } ?? ""
    offset = offsets.offset(ofCharacter: parser.problem_mark.index)
    contextOffset = offsets.offset(ofCharacter: parser.context_mark.index)
    isOutOfMemory = parser.error == YAML_MEMORY_ERROR
  }
}
