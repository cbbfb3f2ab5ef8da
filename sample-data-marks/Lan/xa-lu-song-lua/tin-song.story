Thủy điện xả lũ lúc [Date rạng sáng], [Actor nông dân Bến Dâu] trở tay không kịp
[Date Chủ nhật, 30/11/2025, 10:20 (GMT+7)]
Tự động phát
(Tin Sông) - Hồ Sông Lụa mở cả năm cửa xả vào [Date 3h35 sáng nay (30/11)], nước tràn lên bãi bồi khi phần lớn [Actor các hộ nuôi cá lồng ở xã Bến Dâu] còn đang ngủ.

[Actor Bà Huỳnh Thị Mén], [Actor chủ 14 lồng cá lăng ở thôn Hạ], kể: “[Claim Tôi nghe tiếng nước réo thì chạy ra, bè đã đứt dây. Chẳng có còi, cũng chẳng ai gọi điện.]” Theo [Actor bà Mén], phải [Date khoảng 20 phút sau] [Claim loa của thôn mới lên tiếng].

Bè cá của [Actor người dân thôn Hạ] trôi dạt gần cầu Bến Dâu - Ảnh: Tin Sông

[Actor Chủ tịch UBND xã Bến Dâu Lương Văn Thục] cho biết [Claim [Actor xã] nhận được tin nhắn của [Actor nhà máy] lúc [Date 4h02], nghĩa là nước về tới bãi trước cả thông báo]. "[Claim Chúng tôi không có lấy một phút để giúp [Actor bà con] kéo bè vào bờ]", [Actor ông Thục] nói.

Trong khi đó, [Actor Công ty Cổ phần Thủy điện Lụa Giang], [Actor đơn vị vận hành hồ], khẳng định [Claim đã gửi thông báo cho [Actor tất cả các xã hạ du] từ [Date 1h10]]. [Actor Người phát ngôn công ty Vương Khánh Chi] nói rằng [Claim việc mở cửa xả là “bắt buộc để giữ an toàn cho công trình" khi lưu lượng nước về hồ lên tới 1.850 m³/giây]. [Actor Bà Chi] cũng bác bỏ ý kiến cho rằng [Claim [Actor nhà máy] “giấu" thông tin].

[Actor Đài Khí tượng Thủy văn tỉnh Hoài Lĩnh] dự báo [Claim mưa to còn kéo dài đến [Date đêm 1/12]]. [Claim Mực nước sông Lụa tại trạm Bến Dâu có thể lên thêm 0,6 m trong [Date sáng mai]], [Actor Giám đốc đài Tạ Minh Vũ] cảnh báo.

Tính đến [Date 9h cùng ngày], [Actor xã Bến Dâu] đã đưa 320 hộ ra khỏi vùng ngập. [Actor Tỉnh] yêu cầu [Claim [Actor các chủ bè] không quay lại sông khi chưa có lệnh]. Số điện thoại trực ban: 0999.30.11.25.

Xem thêm: Vì sao 1/4 dự án nâng đê Cồn Tằm vẫn nằm trên giấy?
Bình luận (0)
