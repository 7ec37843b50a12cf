package dev.unfold.driver.report;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.file.ReplaceableFile;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report of a run, active or ended: one HTML file that needs no network. It is derived from the
 * files of the run and changes none of them.
 */
public final class RunReport {
  /** The file in the directory of the run. */
  public static final String NAME = "report.html";

  private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

  private final String run;
  private final Configuration configuration;
  private final Optional<ModelComparison> comparison;

  /**
   * @param run the directory of the run
   */
  public RunReport(String run, Configuration configuration) {
    this(run, configuration, Optional.empty());
  }

  private RunReport(String run, Configuration configuration, Optional<ModelComparison> comparison) {
    this.run = run;
    this.configuration = configuration;
    this.comparison = comparison;
  }

  /**
   * Returns a report that also compares the run's model with the champion. The comparison is stored
   * in the run's directory, so that later reports include it.
   */
  public RunReport with(ModelComparison models) {
    return new RunReport(run, configuration, Optional.of(models));
  }

  /**
   * Writes {@link #NAME} in the directory of the run and replaces an older one.
   *
   * @return the path of the report
   * @throws IOException if there is no run, its files cannot be read, or the report cannot be
   *     written
   */
  public String write() throws IOException {
    return write(ReplaceableFile.in(CommitFolder.open(run, configuration), NAME));
  }

  /**
   * Writes the report to another file and replaces an existing one.
   *
   * @return the path of the report
   * @throws IOException see {@link #write()}
   */
  public String writeTo(String path) throws IOException {
    return write(ReplaceableFile.open(path, configuration));
  }

  private String write(ReplaceableFile file) throws IOException {
    Map<String, Object> data = ReportData.of(run, new RunInspection(run, configuration));
    data.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    comparedModels().ifPresent(models -> data.put("comparison", models.describe()));
    file.write(ReportPage.of(data));
    return file.path();
  }

  private Optional<ModelComparison> comparedModels() throws IOException {
    ComparisonFile file = new ComparisonFile(CommitFolder.open(run, configuration));
    if (comparison.isEmpty()) {
      return file.read();
    }
    file.write(comparison.get());
    return comparison;
  }

  /** Writes the report like {@link #write()}, but only logs a failure. */
  public void writeIfPossible() {
    LOG.info("writing the report of {}", run);
    try {
      LOG.info("wrote the report to {}", write());
    } catch (IOException | RuntimeException e) {
      if (ClassifiedError.kindOf(e) == ErrorKind.INTERNAL) {
        LOG.warn("could not write the report of this run", e);
      } else {
        LOG.warn("could not write the report of this run: {}", e.getMessage());
      }
    }
  }
}
