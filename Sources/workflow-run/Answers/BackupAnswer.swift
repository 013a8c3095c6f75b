import Workflow

/// That a store was copied. Its encoding is the documented JSON.
struct BackupAnswer: Codable {
  var format = Answer.format
  var purpose = "backup"
  var store: String
  /// The copy.
  var file: String

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case store, file
  }

  init(store: String, file: String) {
    self.store = store
    self.file = file
  }
}
