import Diagnostics
import RecordFiles
import TextFiles
import WorkflowLanguage

extension PartSource {
  /// The parts of a main file, from its folder.
  static func beside(_ main: String) -> PartSource {
    beside(
      main,
      in: Folder(
        realPath: { Files.realPath($0) },
        isPlainFile: { Files.kind(of: $0) == .file && !Files.isSpecial($0) },
        read: { path in
          do throws(FileFailure) {
            return .success(try Files.bytes(of: path, limit: 16 << 20))
          } catch {
            return .failure(Failure(reason: error.reason))
          }
        }))
  }
}
