/** The API server of the kubeconfig, as commands use it: single requests with the user's rights. */
@NullMarked
package dev.gitopsbinding.cli.cluster;

import org.jspecify.annotations.NullMarked;
