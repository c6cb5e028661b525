package dev.gitopsbinding;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** How many lines the methods and constructors of source files take, as the compiler reads them. */
final class MethodLengths extends TreeScanner<@Nullable Void, CompilationUnitTree> {
  private final SourcePositions positions;
  private final Map<String, Long> lines = new TreeMap<>();

  private MethodLengths(SourcePositions positions) {
    this.positions = positions;
  }

  /** The lines from annotations and signature to the closing brace, by file, line and name. */
  static Map<String, Long> of(Collection<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager sources = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  sources,
                  null,
                  List.of("-proc:none"),
                  null,
                  sources.getJavaFileObjectsFromPaths(files));
      var lengths = new MethodLengths(Trees.instance(task).getSourcePositions());
      for (CompilationUnitTree unit : task.parse()) {
        lengths.scan(unit, unit);
      }
      return lengths.lines;
    }
  }

  @Override
  public @Nullable Void visitMethod(MethodTree method, CompilationUnitTree unit) {
    long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
    long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
    lines.put(
        "%s:%d %s".formatted(unit.getSourceFile().getName(), first, method.getName()),
        last - first + 1);
    return super.visitMethod(method, unit);
  }
}
