package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the programs of the documentation and runs them. */
class DocumentedProgramTest {
  private static final int MAX_LINES = 30;

  /** What the programs print; Scala keeps the first stream that it finds. */
  private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

  private static final PrintStream PRINTER = new PrintStream(PRINTED, true, StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void theProgramRuns() throws Exception {
    DocumentationPage.Block program = block("docs/java.md", "java");
    assertThat(program.lines()).hasSizeLessThanOrEqualTo(MAX_LINES);
    Files.writeString(folder.resolve("train.txt"), "to be or not to be\n".repeat(200));
    Files.writeString(folder.resolve("validation.txt"), "to be or not to be\n".repeat(20));

    List<String> printed = run("FirstModel", program.text(), folder.toString());

    assertThat(printed).hasSizeGreaterThanOrEqualTo(3);
    assertThat(printed.get(0)).isEqualTo("ALL_EPOCHS after 3 epochs");
    assertThat(printed.get(1)).matches("\\d\\.\\d+ nats per character");
    assertThat(printed.get(2)).startsWith("to be ");
  }

  @Test
  void theExamplesOfPipelinesAndStreamsRun() throws Exception {
    String program = example("docs/spark-ml.md", "ScoredEvents");
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      events.add(
          "{\"machine\": %d, \"time\": %d, \"event\": \"%s\"}"
              .formatted(i % 100, i, i == 977 ? "fire" : i / 100 % 2 == 0 ? "tick" : "tack"));
    }
    Path rows =
        Files.write(Files.createDirectory(folder.resolve("events")).resolve("1.json"), events);
    Path model = folder.resolve("scorer");

    List<String> printed = run("ScoredEvents", program, rows.toString(), model.toString());

    assertThat(printed.get(1)).contains("|event|machine|time|score", "|score_rank|score_end");
    assertThat(printed.get(3)).startsWith("|fire |77     |977 |-");
    assertThat(model.resolve("model/model.safetensors")).exists();
    String stream = folder.resolve("stream").toString();
    List<String> streamed =
        run(
            "ScoredStream",
            example("docs/streams.md", "ScoredStream"),
            rows.getParent().toString(),
            model.toString(),
            stream);

    assertThat(streamed.get(1)).contains("|machine|time|event|score", "|score_rank|score_end");
    assertThat(streamed.get(3)).startsWith("|77     |977 |fire |-").contains("|NULL");
  }

  private static String example(String page, String name) throws IOException {
    String program = block(page, "java").text();
    Path file = DocumentationPage.ROOT.resolve("examples/java/" + name + ".java");
    assertThat(program + "\n").isEqualTo(Files.readString(file));
    return program;
  }

  @Test
  void theExampleInPythonIsThatOfThePage() throws IOException {
    Path file = DocumentationPage.ROOT.resolve("examples/python/scored_events.py");
    String withoutComment = Files.readString(file).replaceFirst("(?s)^\"\"\".*?\"\"\"\\n\\n", "");

    assertThat(block("docs/python.md", "python").text() + "\n").isEqualTo(withoutComment);
  }

  private Path compiled(String name, String program) throws IOException {
    Path source = Files.writeString(folder.resolve(name + ".java"), program);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> sources = files.getJavaFileObjects(source);
      List<String> options =
          List.of("-d", folder.toString(), "-classpath", System.getProperty("java.class.path"));
      boolean compiled = compiler.getTask(messages, files, null, options, null, sources).call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    return folder;
  }

  private List<String> run(String name, String program, String... arguments) throws Exception {
    Path classes = compiled(name, program);
    PrintStream out = System.out;
    PRINTED.reset();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      System.setOut(PRINTER);
      Method main = loader.loadClass(name).getMethod("main", String[].class);
      main.invoke(null, (Object) arguments);
    } finally {
      System.setOut(out);
    }
    return PRINTED.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void theDependencyIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(DocumentationPage.ROOT.resolve("driver/pom.xml"));

    List<String> lines = block("docs/java.md", "xml").lines();

    assertThat(lines).hasSize(5);
    assertThat(lines.subList(1, 4)).allSatisfy(line -> assertThat(pom).contains(line.strip()));
  }

  private static DocumentationPage.Block block(String page, String language) throws IOException {
    return DocumentationPage.read(Path.of(page)).blocks().stream()
        .filter(block -> block.language().equals(language))
        .findFirst()
        .orElseThrow();
  }
}
