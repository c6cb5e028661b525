/** YAML with limits: compose, replace bytes, verify. */
package dev.gitopsbinding.edit.yaml;
