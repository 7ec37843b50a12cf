package dev.unfold.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Limits the sizes of the main code of a module: lines of a file, lines of a method without its
 * Javadoc, and parameters of a method or constructor. The constructors of a record are exempt from
 * the last limit, because they have a parameter for each component.
 */
public final class SourceSizes {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final int MAX_FILE_LINES = 300;
  private static final int MAX_METHOD_LINES = 39;
  private static final int MAX_PARAMETERS = 6;

  private final List<String> excesses = new ArrayList<>();

  private SourceSizes() {}

  /** Fails where a source file of the current module exceeds a limit. */
  public static void check() throws IOException {
    SourceSizes sizes = new SourceSizes();
    List<Path> files;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(files).as("sources in %s", SOURCES).isNotEmpty();
    sizes.parse(files);
    assertThat(sizes.excesses).isEmpty();
  }

  private void parse(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        new UnitScanner(unit, Trees.instance(task).getSourcePositions()).scan(unit, null);
      }
    }
  }

  /** Compares the declarations of one file with the limits; the argument is the enclosing type. */
  private final class UnitScanner extends TreeScanner<Void, ClassTree> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    UnitScanner(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitCompilationUnit(CompilationUnitTree file, ClassTree none) {
      limit("", lineAtEnd(file), MAX_FILE_LINES, "lines");
      return super.visitCompilationUnit(file, none);
    }

    @Override
    public Void visitClass(ClassTree type, ClassTree enclosing) {
      return super.visitClass(type, type);
    }

    @Override
    public Void visitMethod(MethodTree method, ClassTree type) {
      String name = " " + method.getName();
      limit(name, lineAtEnd(method) - lineAtStart(method) + 1, MAX_METHOD_LINES, "lines");
      boolean ofRecord = type.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
      if (!ofRecord) {
        limit(name, method.getParameters().size(), MAX_PARAMETERS, "parameters");
      }
      return super.visitMethod(method, type);
    }

    private long lineAtStart(Tree tree) {
      return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    private long lineAtEnd(Tree tree) {
      return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    }

    private void limit(String method, long actual, int limit, String what) {
      if (actual > limit) {
        Path file = Path.of(unit.getSourceFile().getName()).getFileName();
        excesses.add(
            String.format(
                "%s%s: expected at most %d %s, found %d", file, method, limit, what, actual));
      }
    }
  }
}
