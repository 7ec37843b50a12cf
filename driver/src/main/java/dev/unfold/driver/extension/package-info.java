/**
 * The services that another library can provide: networks with their files, formats of models, and
 * trainers to compare with. {@link java.util.ServiceLoader} finds them on the class path.
 *
 * <p>Imports: {@code driver.model}, {@code driver.storage.commit}, {@code worker.extension}, {@code
 * worker.model}, {@code worker.network}, {@code worker.settings}, {@code worker.settings.corpus},
 * {@code worker.settings.network}, {@code worker.settings.validation}, {@code org.apache.hadoop},
 * {@code org.apache.spark}.
 */
package dev.unfold.driver.extension;
