/** What commands say about the bindings of a cluster: lists, histories, and why. Pure. */
@NullMarked
package dev.gitopsbinding.cli.report;

import org.jspecify.annotations.NullMarked;
