package dev.unfold.jobs.bench;

import picocli.CommandLine.Command;

/** {@code unfold bench}: measures this machine; each measurement is a separate subcommand. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchStepCommand.class,
      BenchGenerateCommand.class,
      BenchGemmCommand.class,
      BenchRoundCommand.class,
      BenchItemsCommand.class,
      BenchTrainersCommand.class
    },
    description = "Benchmarks this machine; the last line of output is one JSON object.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold bench step --cell lstm --vocabulary 10000 --hidden 200 --layers 2 --batch 20 --steps 20",
      "  unfold bench generate --cell lstm --vocabulary 10000 --hidden 200 --layers 2",
      "  unfold bench gemm",
      "  unfold bench round",
      "  unfold bench items",
      "  unfold bench trainers"
    })
public final class BenchCommand {}
