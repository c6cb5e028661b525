/** The kinds of workloads that bindings can name: watched from the first use on, read, judged. */
@NullMarked
package dev.gitopsbinding.controller.workload;

import org.jspecify.annotations.NullMarked;
