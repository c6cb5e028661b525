/**
 * Makes bindings and Secrets from Deployments that are annotated for gitops-operator, and a report
 * about it. Pure: reads and writes nothing.
 */
@NullMarked
package dev.gitopsbinding.cli.migrate;

import org.jspecify.annotations.NullMarked;
