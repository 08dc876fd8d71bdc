/** A program that declares nothing, for the benchmark. */
import "@pulumi/pulumi";
