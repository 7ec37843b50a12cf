package dev.unfold.driver.report;

import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.ReplaceableFile;
import dev.unfold.driver.training.RunInspection;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report of a run, living or ended: one HTML file that needs no network. It is made of the
 * run's own files and changes none of them.
 */
public final class RunReport {
  /** The file in the directory of the run. */
  public static final String NAME = "report.html";

  private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

  private final String run;
  private final Configuration configuration;
  private final Optional<ModelComparison> comparison;

  /**
   * @param run its directory
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
   * in the run's directory, so that later reports include it, too.
   */
  public RunReport with(ModelComparison beside) {
    return new RunReport(run, configuration, Optional.of(beside));
  }

  /**
   * Writes {@link #NAME} in the run's directory, in place of an older one.
   *
   * @return where it is
   * @throws IOException if there is no run, or its files cannot be read, or the report not written
   */
  public String write() throws IOException {
    return write(ReplaceableFile.in(CommitFolder.open(run, configuration), NAME));
  }

  /**
   * Writes it to another file, in place of the one that may be there.
   *
   * @return where it is
   * @throws IOException as {@link #write()} does
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
    ComparisonFile kept = new ComparisonFile(CommitFolder.open(run, configuration));
    if (comparison.isEmpty()) {
      return kept.read();
    }
    kept.write(comparison.get());
    return comparison;
  }

  /** Writes the report like {@link #write()}, but only logs a failure. */
  public void writeIfPossible() {
    LOG.info("writing the report of {}", run);
    try {
      LOG.info("wrote the report to {}", write());
    } catch (IOException e) {
      LOG.warn("could not write the report of this run: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("could not write the report of this run", e);
    }
  }
}
