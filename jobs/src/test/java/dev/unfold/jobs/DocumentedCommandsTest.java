package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command line accepts every call of {@code scripts/unfold} on a page or in its help. */
class DocumentedCommandsTest {
  private static final Pattern LAUNCHER_LINE =
      Pattern.compile("^scripts/unfold +(\\w+)(.*)$", Pattern.MULTILINE);
  private static final SettingsReader READER =
      new SettingsReader(Map.of("UNFOLD_DATA", "/data"), Configuration::new);
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

  @TempDir private Path folder;

  static List<DocumentedCommand> commands() throws IOException {
    return Stream.concat(
            DocumentationPage.allBlocks().stream()
                .filter(block -> !block.language().equals("text"))
                .flatMap(block -> DocumentedCommand.in(block).stream()),
            DocumentedCommand.inHelpOf(Unfold.commandLine()).stream())
        .toList();
  }

  static List<DocumentedCommand> helpWithSettings() {
    return DocumentedCommand.inHelpOf(Unfold.commandLine()).stream()
        .filter(command -> command.arguments().get(1).endsWith(".conf"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("helpWithSettings")
  void theConfigurationOfAnExampleInTheHelpSufficesForItsCommand(DocumentedCommand command) {
    String path = DocumentationPage.ROOT.resolve(command.arguments().get(1)).toString();
    UnfoldSettings settings = READER.read(path, command.overrides());
    boolean compares =
        !settings.store().dir().isEmpty()
            && !(settings.retrain().heldOut().isEmpty() && settings.corpus().test().isEmpty());

    assertThat(compares || !command.arguments().get(0).equals("retrain"))
        .as("%s has a store, and files to compare on", command)
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsArgumentsAreParsed(DocumentedCommand command) {
    assertThatCode(() -> Unfold.commandLine().parseArgs(command.arguments().toArray(String[]::new)))
        .as(command.toString())
        .doesNotThrowAnyException();
  }

  static List<DocumentedCommand> commandsWithSettings() throws IOException {
    return commands().stream()
        .filter(command -> Set.of("train", "retrain").contains(command.arguments().get(0)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commandsWithSettings")
  void itsSettingsAreRead(DocumentedCommand command) throws IOException {
    Path file = DocumentationPage.ROOT.resolve(command.arguments().get(1));
    if (!Files.exists(file)) {
      // A placeholder, or a configuration that another block of the page shows.
      file = Files.writeString(folder.resolve("any.conf"), "corpus.train = a, run.dir = b");
    }
    String path = file.toString();

    assertThatCode(() -> READER.read(path, command.overrides()))
        .as(command.toString())
        .doesNotThrowAnyException();
  }

  /** Synopses are checked separately, because no parser accepts their brackets and alternatives. */
  @Test
  void synopsesNameCommandsAndOptionsThatExist() throws IOException {
    for (DocumentationPage.Block block : DocumentationPage.allBlocks()) {
      if (block.language().equals("text")) {
        for (MatchResult line : LAUNCHER_LINE.matcher(block.text()).results().toList()) {
          CommandLine command = subcommand(line.group(1), block);
          List<String> options =
              OPTION.matcher(line.group(2)).results().map(MatchResult::group).toList();
          assertThat(command.getCommandSpec().optionsMap().keySet())
              .as("%s: options of %s", block, line.group(1))
              .containsAll(options);
        }
      }
    }
  }

  @Test
  void theFirstPageNamesEveryCommand() throws IOException {
    Set<String> named = new TreeSet<>();
    for (DocumentationPage.Block block : DocumentationPage.read(Path.of("README.md")).blocks()) {
      LAUNCHER_LINE.matcher(block.text()).results().forEach(line -> named.add(line.group(1)));
    }

    assertThat(named).containsAll(visibleCommands());
  }

  /** Returns the commands for users; hidden ones are for the launcher. */
  private static Set<String> visibleCommands() {
    return Unfold.commandLine().getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static CommandLine subcommand(String name, DocumentationPage.Block block) {
    CommandLine command = Unfold.commandLine().getSubcommands().get(name);
    assertThat(command).as("%s: the command %s", block, name).isNotNull();
    return command;
  }
}
