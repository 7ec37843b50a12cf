package dev.unfold.dl4j.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported convolutions of all sizes compute what the layers of Unfold compute. */
class ConvolutionExportTest {
  @TempDir private Path directory;

  static Stream<ExchangeCase> cases() {
    return Stream.concat(ConvolutionCases.timeDelays(), ConvolutionCases.dilatedConvolutions());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutputsAreTheSame(ExchangeCase exchangeCase) throws IOException {
    Dl4jExport export = ExportedFiles.export(exchangeCase, directory, "model", Map.of());
    ExportedFiles.assertSame(exchangeCase, export, 30, 30);
    ExportedFiles.assertSame(exchangeCase, export, 30, 9, 3, 1);
    ExportedFiles.assertSame(exchangeCase, export, 1);
  }
}
