import Diagnostics
import RecordFiles
import WorkflowLanguage

extension PartSource {
  /// The parts of a main file, from its folder.
  ///
  /// A link that leads out of the folder is not followed.
  static func beside(_ main: String) -> PartSource {
    let folder = main.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    let prefix = folder.isEmpty && !main.hasPrefix("/") ? "" : folder + "/"
    return PartSource { path in
      let name = prefix + path
      guard let root = Files.realPath(prefix.isEmpty ? "." : prefix),
        let real = Files.realPath(name)
      else {
        return .failure(Failure(reason: "there is no such file"))
      }
      guard real.hasPrefix(root == "/" ? root : root + "/") else {
        return .failure(Failure(reason: "it leads out of the folder of the main file"))
      }
      guard Files.kind(of: real) == .file, !Files.isSpecial(real) else {
        return .failure(Failure(reason: "it is no plain file"))
      }
      do throws(FileFailure) {
        return .success(
          SourceFile(name: name, bytes: try Files.bytes(of: name, limit: 16 << 20)))
      } catch {
        return .failure(Failure(reason: error.reason))
      }
    }
  }
}
