/**
 * The services that another library can provide: networks with their files, formats of models, and
 * trainers to compare with. {@link java.util.ServiceLoader} finds them on the class path.
 */
package dev.unfold.driver.extension;
