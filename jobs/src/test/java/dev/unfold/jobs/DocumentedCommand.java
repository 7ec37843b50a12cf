package dev.unfold.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * A call of {@code scripts/unfold} on a page.
 *
 * @param where the page and the line of its block, for messages
 * @param submitOptions the options before the command, for spark-submit
 * @param arguments the command and its arguments
 */
record DocumentedCommand(String where, List<String> submitOptions, List<String> arguments) {
  private static final String LAUNCHER = "scripts/unfold ";
  private static final String IN_HELP = "  unfold ";
  private static final String PLACEHOLDER = "COMMAND";

  /** Matches a word of a shell, but not a comment or the end of a command. */
  private static final Pattern WORD =
      Pattern.compile("\\G\\s*((?!#)(?:'[^']*'|\"[^\"]*\"|[^\\s'\";|>&])+)");

  /** Returns the calls in a block; in a console block, those after a prompt. */
  static List<DocumentedCommand> in(DocumentationPage.Block block) {
    List<DocumentedCommand> commands = new ArrayList<>();
    String joined = block.text().replaceAll("\\\\\\n\\s*", " ");
    for (String line : joined.lines().toList()) {
      boolean isOutput = block.language().equals("console") && !line.startsWith("$ ");
      int start = line.indexOf(LAUNCHER);
      if (start >= 0 && !isOutput) {
        commands.add(of(block.where(), words(line.substring(start + LAUNCHER.length()))));
      }
    }
    return commands;
  }

  /** Returns the calls in the examples of the help of a command and its subcommands. */
  static List<DocumentedCommand> inHelpOf(CommandLine command) {
    String where = "help of " + command.getCommandSpec().qualifiedName();
    List<DocumentedCommand> commands = new ArrayList<>();
    for (String line : command.getCommandSpec().usageMessage().footer()) {
      if (line.startsWith(IN_HELP) && !line.contains(PLACEHOLDER)) {
        commands.add(of(where, words(line.substring(IN_HELP.length()))));
      }
    }
    command.getSubcommands().values().forEach(of -> commands.addAll(inHelpOf(of)));
    return commands;
  }

  private static List<String> words(String line) {
    return WORD.matcher(line).results().map(word -> word.group(1).replaceAll("['\"]", "")).toList();
  }

  /** Splits the words as the launcher does. */
  private static DocumentedCommand of(String where, List<String> words) {
    int command = 0;
    while (words.get(command).startsWith("--")) {
      command += words.get(command).contains("=") ? 1 : 2;
    }
    return new DocumentedCommand(
        where, words.subList(0, command), words.subList(command, words.size()));
  }

  /** Returns the values of {@code --set}. */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      if (arguments.get(i - 1).equals("--set")) {
        overrides.add(arguments.get(i));
      }
    }
    return overrides;
  }

  @Override
  public String toString() {
    return where + " unfold " + String.join(" ", arguments);
  }
}
