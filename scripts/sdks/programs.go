// The programs of programs.ts for the Go SDK that Debian has: it knows no processing and no tags yet. Each prints its name, pass or fail, and what went wrong.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
)

var (
	client *oss.Client
	bucket *oss.Bucket
	prefix string
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func expect(is bool, what string) {
	if !is {
		panic(what)
	}
}

func read(key string, options ...oss.Option) []byte {
	body, err := bucket.GetObject(key, options...)
	must(err)
	defer body.Close()
	content, err := io.ReadAll(body)
	must(err)
	return content
}

func put(key, text string) {
	must(bucket.PutObject(prefix+key, strings.NewReader(text)))
}

func run(name string, program func()) {
	defer func() {
		if failure := recover(); failure != nil {
			fmt.Printf("%s\tfail\t%s\n", name, strings.ReplaceAll(fmt.Sprint(failure), "\n", " "))
			return
		}
		fmt.Printf("%s\tpass\t\n", name)
	}()
	prefix = fmt.Sprintf("sdk-go-%d/", time.Now().UnixNano())
	program()
}

func main() {
	var err error
	client, err = oss.New(os.Getenv("ENDPOINT"), os.Getenv("KEY_ID"), os.Getenv("KEY_SECRET"))
	must(err)
	bucket, err = client.Bucket(os.Getenv("BUCKET"))
	must(err)

	run("put, get, head, delete", func() {
		key := prefix + "dir/图 1+2.txt"
		must(bucket.PutObject(key, strings.NewReader("hello"), oss.ContentType("text/plain"), oss.Meta("author", "bob")))
		expect(string(read(key)) == "hello", "other bytes")
		head, err := bucket.GetObjectDetailedMeta(key)
		must(err)
		expect(head.Get("X-Oss-Meta-Author") == "bob", "no metadata")
		must(bucket.DeleteObject(key))
		there, err := bucket.IsObjectExist(key)
		must(err)
		expect(!there, "still there")
	})
	run("list in pages", func() {
		for _, name := range []string{"a", "b", "c"} {
			put(name, name)
		}
		page, err := bucket.ListObjects(oss.Prefix(prefix), oss.MaxKeys(2))
		must(err)
		expect(len(page.Objects) == 2 && page.IsTruncated, "wrong first page")
		rest, err := bucket.ListObjects(oss.Prefix(prefix), oss.MaxKeys(2), oss.Marker(page.NextMarker))
		must(err)
		expect(len(rest.Objects) == 1 && !rest.IsTruncated, "wrong second page")
	})
	run("copy", func() {
		put("a", "hello")
		_, err := bucket.CopyObject(prefix+"a", prefix+"b")
		must(err)
		expect(string(read(prefix+"b")) == "hello", "other bytes")
	})
	run("upload in parts", func() {
		whole := bytes.Repeat([]byte("part"), 640*1024)
		upload, err := bucket.InitiateMultipartUpload(prefix + "a")
		must(err)
		var parts []oss.UploadPart
		for at, number := 0, 1; at < len(whole); at, number = at+1024*1024, number+1 {
			end := at + 1024*1024
			if end > len(whole) {
				end = len(whole)
			}
			part, err := bucket.UploadPart(upload, bytes.NewReader(whole[at:end]), int64(end-at), number)
			must(err)
			parts = append(parts, part)
		}
		_, err = bucket.CompleteMultipartUpload(upload, parts)
		must(err)
		expect(bytes.Equal(read(prefix+"a"), whole), "other bytes")
	})
	run("append", func() {
		next, err := bucket.AppendObject(prefix+"a", strings.NewReader("hello "), 0)
		must(err)
		_, err = bucket.AppendObject(prefix+"a", strings.NewReader("world"), next)
		must(err)
		expect(string(read(prefix+"a")) == "hello world", "other bytes")
	})
	run("access control", func() {
		put("a", "hello")
		must(bucket.SetObjectACL(prefix+"a", oss.ACLPrivate))
		acl, err := bucket.GetObjectACL(prefix + "a")
		must(err)
		expect(acl.ACL == "private", acl.ACL)
	})
	run("symbolic link", func() {
		put("a", "hello")
		must(bucket.PutSymlink(prefix+"b", prefix+"a"))
		expect(string(read(prefix+"b")) == "hello", "other bytes")
	})
	run("make and delete a bucket", func() {
		name := strings.Trim(strings.ReplaceAll(prefix, "/", "-"), "-")
		must(client.CreateBucket(name))
		must(client.DeleteBucket(name))
	})
}
